// SPDX-License-Identifier: Apache-2.0

package snapshot

import "encoding/json"

// embed keeps the network interfaces that `aws ec2 describe-instances` prints inside of an instance. There they have no tags and no
// zone, and their attachment does not repeat the instance, to which they are attached by definition.
func (l *loader) embed(raw []byte) {
	if len(l.snapshot.NetworkInterfaces) > 0 {
		l.embedded = nil
		return
	}
	var instance struct {
		InstanceID        string             `json:"InstanceId"`
		Placement         InstancePlacement  `json:"Placement"`
		NetworkInterfaces []NetworkInterface `json:"NetworkInterfaces"`
	}
	if json.Unmarshal(raw, &instance) != nil {
		return
	}
	for _, eni := range instance.NetworkInterfaces {
		if eni.ID == "" || eni.Attachment == nil {
			continue
		}
		eni.Attachment.InstanceID = instance.InstanceID
		eni.AvailabilityZone = instance.Placement.AvailabilityZone
		l.embedded = append(l.embedded, eni)
	}
}

// useEmbedded falls back on the network interfaces of the instances where there are no others at all.
func (l *loader) useEmbedded() {
	if l.present[NetworkInterfaces] || len(l.embedded) == 0 {
		return
	}
	l.snapshot.NetworkInterfaces = l.embedded
	l.note(Unread{
		Resource: NetworkInterfaces, Code: NotInSnapshot,
		Message: "the snapshot has no " + string(NetworkInterfaces) + ".json: the network interfaces are those that the instances list, " +
			"without their tags; branch interfaces and those of other services are not among them",
	})
}
