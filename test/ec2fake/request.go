// SPDX-License-Identifier: Apache-2.0

package ec2fake

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxRequestBytes is the longest request body that is read; EC2's own limit is not documented.
const maxRequestBytes = 4 << 20

// request is one call, parsed.
type request struct {
	service        Service
	action         Action
	filters        []Filter
	ids            []string // of the action's id list
	groupNames     []string // GroupName.N of DescribeSecurityGroups
	subnetID       string   // SubnetId of GetSubnetCidrReservations
	maxResults     int      // 0 if not sent
	nextToken      string
	includeManaged bool
	dryRun         bool
}

// Filter is a filter as it was sent.
type Filter struct {
	Name   string
	Values []string
}

// readRequest parses the form. What can be told of a bad request is returned with the error, for the record.
func readRequest(w http.ResponseWriter, r *http.Request) (request, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxRequestBytes)
	if err := r.ParseForm(); err != nil {
		return request{service: EC2}, Error{http.StatusBadRequest, "MalformedQueryString", "The query string could not be parsed: " + err.Error()}
	}
	form := r.Form
	req := request{service: EC2, action: Action(form.Get("Action"))}
	if form.Get("Version") == stsVersion {
		req.service = STS
	}
	if err := req.checkAction(form); err != nil {
		return req, err
	}
	if credential(r.Header.Get("Authorization")).keyID == "" {
		return req, Error{http.StatusForbidden, "MissingAuthenticationToken", "Request is missing Authentication Token"}
	}
	return req, req.read(form)
}

// checkAction refuses whatever is not one of the answered actions, writes before everything else.
func (req *request) checkAction(form url.Values) error {
	op, answered := req.action.operation()
	switch {
	case req.action == "":
		return Error{http.StatusBadRequest, "MissingAction", "The request is missing an action or a required parameter"}
	case !req.action.isRead():
		return Error{
			http.StatusForbidden, CodeWriteRefused,
			fmt.Sprintf("This endpoint answers reads only, and %s is not one.", req.action),
		}
	case !answered || op.service != req.service:
		return Error{
			http.StatusBadRequest, "InvalidAction",
			fmt.Sprintf("The action %s is not valid for this web service.", req.action),
		}
	case req.service == EC2 && form.Get("Version") != ec2Version:
		return Error{
			http.StatusBadRequest, "NoSuchVersion",
			fmt.Sprintf("The requested version (%s) of service AmazonEC2 does not exist", form.Get("Version")),
		}
	default:
		return nil
	}
}

// read fills in the parameters, and refuses those that the action does not have, as EC2 does.
func (req *request) read(form url.Values) error {
	op, _ := req.action.operation()
	known := append([]string{"Action", "Version"}, op.parameters...)
	for _, name := range slices.Sorted(maps.Keys(form)) {
		base, index, _ := strings.Cut(name, ".")
		if !slices.Contains(known, base) && (index == "" || base != op.idList) {
			return Error{http.StatusBadRequest, "UnknownParameter", fmt.Sprintf("The parameter %s is not recognized", name)}
		}
	}
	for i := 1; form.Has(fmt.Sprintf("Filter.%d.Name", i)); i++ {
		prefix := fmt.Sprintf("Filter.%d", i)
		req.filters = append(req.filters, Filter{Name: form.Get(prefix + ".Name"), Values: list(form, prefix+".Value")})
	}
	if op.idList != "" {
		req.ids = list(form, op.idList)
	}
	req.groupNames = list(form, "GroupName")
	req.subnetID = form.Get("SubnetId")
	req.nextToken = form.Get("NextToken")
	req.includeManaged = form.Get("IncludeManagedResources") == "true"
	req.dryRun = form.Get("DryRun") == "true"
	if text := form.Get("MaxResults"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n == 0 {
			return invalidValue("maxResults", text, "Expecting a whole number greater than 0.")
		}
		req.maxResults = n
	}
	return nil
}

// list reads the form fields prefix.1, prefix.2, … up to the first that is missing.
func list(form url.Values, prefix string) []string {
	var values []string
	for i := 1; form.Has(prefix + "." + strconv.Itoa(i)); i++ {
		values = append(values, form.Get(prefix+"."+strconv.Itoa(i)))
	}
	return values
}

// names tells whether the call asks for value: in a filter, an id list or as the subnet.
func (req *request) names(value string) bool {
	return slices.Contains(req.ids, value) || req.subnetID == value ||
		slices.ContainsFunc(req.filters, func(f Filter) bool { return slices.Contains(f.Values, value) })
}
