// SPDX-License-Identifier: Apache-2.0

package render

import "github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"

// Kinds of nodes, see [v1alpha1.Node].
const (
	kindEC2      = "EC2"
	kindAutoMode = "AutoMode"
	kindFargate  = "Fargate"
	kindHybrid   = "Hybrid"
	kindHyperPod = "HyperPod"
)

// modeIPv6 is the mode of nodes with an IPv6 prefix, see [v1alpha1.Node].
const modeIPv6 = "IPv6"

// node writes a node, with its ENIs as deep as the tree goes.
func (t *tree) node(n *v1alpha1.Node) {
	t.podsKnown = n.Pods.Running != nil
	shown := len(n.Interfaces)
	if !t.depth.shows(DepthENI) {
		shown = 0
	}
	t.begin("", "", 0)
	t.add(t.title, known(n.Name))
	t.end()
	at := t.child("", "")
	lead := at.lead(shown)
	t.nodeFacts(n, lead)
	t.nodePool(n, lead)
	t.nodeRemarks(n, lead)
	kids := t.children("", shown)
	for i := range shown {
		t.networkInterface(&n.Interfaces[i], kids.next())
	}
}

// nodeFacts writes what the node is.
func (t *tree) nodeFacts(n *v1alpha1.Node, lead string) {
	t.begin(lead, lead, 0)
	t.addText(t.plain, n.InstanceID)
	t.addText(t.plain, n.InstanceType)
	t.addText(t.plain, n.Zone)
	t.addText(t.plain, kindInWords(n.Kind))
	if n.OS == "windows" {
		t.add(t.plain, "Windows")
	}
	t.addReadiness(n)
	if n.Mode != "" && n.Mode != t.mode {
		t.add(t.plain, modeInWords(n.Mode))
	}
	t.addInterfaceCount(n)
	t.addPods(n)
	t.end()
}

// addReadiness adds whether the node takes pods.
func (t *tree) addReadiness(n *v1alpha1.Node) {
	switch {
	case n.Ready == nil:
		t.add(t.warn, "readiness unknown")
	case *n.Ready:
		t.add(t.plain, "Ready")
	default:
		t.add(t.bad, "NotReady")
	}
	if n.Cordoned {
		t.add(t.warn, "cordoned")
	}
}

// addInterfaceCount adds how many ENIs the node has, of those that its default network card takes. Of every instance type known so far that
// card has index 0 (amazon-vpc-resource-controller-k8s, pkg/aws/vpc/limits.go, DefaultNetworkCardIndex). Other cards are counted apart.
func (t *tree) addInterfaceCount(n *v1alpha1.Node) {
	if n.InterfaceLimit == nil && len(n.Interfaces) == 0 {
		return
	}
	var onDefault, onOthers int
	for i := range n.Interfaces {
		if card := n.Interfaces[i].NetworkCard; card != nil && *card != 0 {
			onOthers++
		} else {
			onDefault++
		}
	}
	have := &onDefault
	if n.InterfacesUnknown != "" {
		have = nil
	}
	t.add(t.plain, "ENIs "+count(have)+"/"+count(n.InterfaceLimit))
	t.addCount(t.plain, onOthers, "on other network cards")
}

// addPods adds how many pods the node has, of those that kubelet takes. Host-network pods and those without an address count, too.
func (t *tree) addPods(n *v1alpha1.Node) {
	var all, waiting, unplaced sum
	all.add(n.Pods.Running)
	all.add(n.Pods.Waiting)
	t.add(t.plain, "pods "+count(all.value())+"/"+count(n.Pods.Max))
	waiting.add(n.Pods.Waiting)
	if waiting.n > 0 {
		t.add(t.warn, counted(waiting.n, "pod")+" waiting for an address")
	}
	unplaced.add(n.Pods.Unplaced)
	if unplaced.n > 0 && holdsAddresses(n) {
		t.add(t.warn, counted(unplaced.n, "pod")+" on no ENI of this node")
	}
}

// nodePool writes what the node holds for pods.
func (t *tree) nodePool(n *v1alpha1.Node, lead string) {
	if n.Mode == modeIPv6 || n.Addresses.Held == nil && !holdsAddresses(n) {
		return
	}
	t.begin(lead+"addresses ", lead, 0)
	t.pool(&n.Addresses)
	t.end()
}

// nodeRemarks writes what is unusual about the node.
func (t *tree) nodeRemarks(n *v1alpha1.Node, lead string) {
	for _, condition := range n.Conditions {
		t.sentence(lead, t.warn, "! "+condition)
	}
	switch {
	case n.InterfacesUnknown != "" && holdsAddresses(n):
		t.sentence(lead, t.warn, "ENIs not known: "+n.InterfacesUnknown)
	case n.InterfacesUnknown != "":
		t.sentence(lead, t.plain, "ENIs not known: "+n.InterfacesUnknown)
	case len(n.Interfaces) == 0 && holdsAddresses(n):
		t.sentence(lead, t.warn, "no ENIs")
	}
	for _, note := range n.Notes {
		t.sentence(lead, t.plain, "note: "+note)
	}
}

// sentence writes a text of several words on lines of its own.
func (t *tree) sentence(lead string, s style, text string) {
	t.begin(lead, lead, hang)
	t.prose(s, text)
	t.end()
}

// kindInWords names what a node is if it is not an EC2 instance of the user's own.
func kindInWords(kind string) string {
	switch kind {
	case kindEC2:
		return ""
	case kindAutoMode:
		return "EKS Auto Mode"
	case kindFargate:
		return "Fargate"
	case kindHybrid:
		return "hybrid node"
	case kindHyperPod:
		return "SageMaker HyperPod"
	default:
		return "unknown kind of node"
	}
}

// modeInWords names how pod addresses are held.
func modeInWords(mode string) string {
	switch mode {
	case "SecondaryIP":
		return "secondary IPs"
	case "PrefixDelegation":
		return "prefix delegation (/28)"
	case modeIPv6:
		return "IPv6 (/80 prefix)"
	case "Mixed":
		return "secondary IPs and prefixes"
	default:
		return mode
	}
}
