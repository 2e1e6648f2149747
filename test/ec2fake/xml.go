// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"reflect"
	"strings"
	"unicode/utf8"
)

// What answers begin with. The namespaces are those that EC2 and STS send.
const (
	xmlHeader    = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	ec2Namespace = "http://ec2.amazonaws.com/doc/" + ec2Version + "/"
	stsNamespace = "https://sts.amazonaws.com/doc/" + stsVersion + "/"
)

func openAnswer(action Action, requestID string) []byte {
	return append([]byte(xmlHeader), "<"+string(action)+`Response xmlns="`+ec2Namespace+`"><requestId>`+requestID+"</requestId>"...)
}

func closeAnswer(dst []byte, action Action, token string) []byte {
	if token != "" {
		dst = append(dst, "<nextToken>"+token+"</nextToken>"...)
	}
	return append(dst, "</"+string(action)+"Response>"...)
}

// appendSet writes a list of items under the element that EC2 gives it; an empty list is an empty element.
func appendSet[T any](dst []byte, e *encoder, set string, items []*T) []byte {
	write := e.writer(reflect.TypeFor[T]())
	dst = append(dst, "<"+set+">"...)
	for _, item := range items {
		dst = write(dst, "item", reflect.ValueOf(item).Elem())
	}
	return append(dst, "</"+set+">"...)
}

// callerIdentity is the answer of STS.
func callerIdentity(caller Caller, requestID string) []byte {
	caller = caller.withDefaults()
	dst := append([]byte(xmlHeader), `<GetCallerIdentityResponse xmlns="`+stsNamespace+`"><GetCallerIdentityResult><Arn>`...)
	dst = appendEscaped(dst, caller.ARN)
	dst = append(dst, "</Arn><UserId>"...)
	dst = appendEscaped(dst, caller.UserID)
	dst = append(dst, "</UserId><Account>"...)
	dst = appendEscaped(dst, caller.AccountID)
	return append(dst, "</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>"+requestID+
		"</RequestId></ResponseMetadata></GetCallerIdentityResponse>"...)
}

// appendEscaped writes character data. What XML 1.0 has no way to say (most control characters, broken UTF-8) becomes
// U+FFFD: EC2 cannot send it either.
func appendEscaped(dst []byte, text string) []byte {
	if strings.IndexFunc(text, needsEscape) < 0 {
		return append(dst, text...)
	}
	for _, r := range text {
		switch {
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '\r':
			dst = append(dst, "&#xD;"...)
		case !isXML(r):
			dst = utf8.AppendRune(dst, utf8.RuneError)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

func needsEscape(r rune) bool {
	return r == '<' || r == '>' || r == '&' || r == '\r' || r == utf8.RuneError || !isXML(r)
}

// isXML tells whether XML 1.0 allows the character: https://www.w3.org/TR/xml/#charsets.
func isXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
}
