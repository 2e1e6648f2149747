// SPDX-License-Identifier: Apache-2.0

package subnets_test

import (
	"fmt"
	"strconv"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

// add adds an ENI to the snapshot.
func (w *world) add(eni *snapshot.NetworkInterface) {
	w.NetworkInterfaces = append(w.NetworkInterfaces, *eni)
}

// addNode adds a node with its ENIs, pods and branches.
func (w *world) addNode() {
	name, instance := w.id("node"), w.id("i")
	primary := w.eni(v1alpha1.BucketNodePrimary)
	if primary == nil {
		return
	}
	node := snapshot.Node{ObjectMeta: snapshot.ObjectMeta{Name: name, Labels: map[string]string{
		"node.kubernetes.io/instance-type": "m5.large", "kubernetes.io/os": "linux", "topology.kubernetes.io/zone": zone,
	}}}
	node.Spec.ProviderID = "aws:///" + zone + "/" + instance
	node.Status.Addresses = []snapshot.NodeAddress{{Type: "InternalIP", Address: primary.PrivateIPAddress}}
	w.Nodes = append(w.Nodes, node)
	w.clusters[thisCluster]++
	w.pod(name, primary.PrivateIPAddress, "Running").Spec.HostNetwork = true

	attach(primary, instance, 0)
	primary.TagSet = tags(cni.TagInstanceID, instance)
	var use []int
	w.fill(primary, name, &use)
	w.add(primary)
	for device := range w.random.IntN(3) {
		w.addSecondary(name, instance, int32(device+1), &use)
	}
	if w.random.IntN(3) == 0 {
		w.addUnmanaged(instance)
	}
	if w.random.IntN(2) == 0 {
		w.addTrunk(name, instance)
	}
	used := 0
	for _, n := range use {
		used += n
	}
	w.freeable[name] = len(use) - (used+15)/16
}

// fill gives a node's ENI pod addresses, and pods to some of them.
func (w *world) fill(eni *snapshot.NetworkInterface, node string, use *[]int) {
	for range w.random.IntN(6) {
		if w.random.IntN(3) == 0 {
			w.addPrefix(eni, node, use)
			continue
		}
		bucket := v1alpha1.BucketIdle
		if w.random.IntN(2) == 0 {
			bucket = v1alpha1.BucketPods
		}
		addr, ok := w.take(bucket)
		if !ok {
			continue
		}
		eni.PrivateIPAddresses = append(eni.PrivateIPAddresses, snapshot.PrivateIPAddress{PrivateIPAddress: addr})
		w.clusters[thisCluster]++
		if bucket == v1alpha1.BucketIdle {
			w.idle[node]++
			if w.random.IntN(3) == 0 {
				w.pod(node, addr, "Succeeded") // it keeps its old address in its status
			}
			continue
		}
		w.pod(node, addr, "Running")
		if w.random.IntN(4) == 0 {
			deleted := now // the one before it is still terminating
			w.pod(node, addr, "Running").DeletionTimestamp = &deleted
		}
	}
}

// addPrefix gives a node's ENI a /28 with some pods.
func (w *world) addPrefix(eni *snapshot.NetworkInterface, node string, use *[]int) {
	cidr, first, ok := w.takeBlock(v1alpha1.BucketPrefixIdle)
	if !ok {
		return
	}
	eni.IPv4Prefixes = append(eni.IPv4Prefixes, snapshot.IPv4Prefix{IPv4Prefix: cidr.String()})
	w.clusters[thisCluster] += 16
	used := 0
	for i := range 16 {
		if w.random.IntN(4) == 0 {
			w.places[first+i].bucket = v1alpha1.BucketPrefixUsed
			w.pod(node, w.at(first+i).String(), "Running")
			used++
		}
	}
	w.idle[node] += 16 - used
	*use = append(*use, used)
}

func (w *world) addSecondary(node, instance string, device int32, use *[]int) {
	eni := w.eni(v1alpha1.BucketENIPrimary)
	if eni == nil {
		return
	}
	attach(eni, instance, device)
	eni.Description = cni.DescriptionPrefix + instance
	eni.TagSet = tags(cni.TagInstanceID, instance, cni.TagCreatedAt, "2025-12-31T00:00:00Z", cni.TagClusterName, thisCluster)
	w.clusters[thisCluster]++
	w.fill(eni, node, use)
	w.add(eni)
}

func (w *world) addUnmanaged(instance string) {
	eni := w.eni(v1alpha1.BucketUnmanaged)
	if eni == nil {
		return
	}
	attach(eni, instance, 5)
	eni.TagSet = tags(cni.TagNoManage, "true")
	w.clusters[thisCluster] += w.grow(eni, v1alpha1.BucketUnmanaged)
	w.add(eni)
}

// addTrunk adds a trunk with branches: of pods, cooling down, and left behind.
func (w *world) addTrunk(node, instance string) {
	trunk := w.eni(v1alpha1.BucketTrunk)
	if trunk == nil {
		return
	}
	attach(trunk, instance, 6)
	trunk.InterfaceType, trunk.Description = "trunk", cni.DescriptionTrunk
	trunk.TagSet = tags(cni.TagOwner, cni.OwnerResourceController, cni.TagClusterPrefix+thisCluster, "owned")
	w.clusters[thisCluster]++
	w.add(trunk)
	for n := range w.random.IntN(4) {
		buckets := []v1alpha1.SubnetBucket{v1alpha1.BucketBranchPods, v1alpha1.BucketBranchCooling, v1alpha1.BucketBranchIdle, v1alpha1.BucketLeaked}
		bucket := buckets[w.random.IntN(len(buckets))]
		branch := w.branch(bucket, trunk.ID, thisCluster, n+1)
		if branch == nil {
			continue
		}
		w.clusters[thisCluster]++
		annotation := map[string]string{cni.AnnotationPodENI: fmt.Sprintf(`[{"eniId":%q,"privateIp":%q,"vlanId":%d}]`, branch.ID, branch.PrivateIPAddress, n+1)}
		switch bucket { //nolint:exhaustive // the four above
		case v1alpha1.BucketBranchPods:
			w.pod(node, branch.PrivateIPAddress, "Running").Annotations = annotation
		case v1alpha1.BucketBranchCooling:
			w.pod(node, branch.PrivateIPAddress, "Succeeded").Annotations = annotation
		case v1alpha1.BucketBranchIdle:
			p := w.pod(node, branch.PrivateIPAddress, "Failed")
			p.Annotations = annotation
			p.Status.ContainerStatuses = []snapshot.ContainerStatus{{State: snapshot.ContainerState{
				Terminated: &snapshot.ContainerReason{FinishedAt: now.Add(-10 * time.Minute)},
			}}}
		case v1alpha1.BucketLeaked:
			branch.Status = "available"
			w.verdicts[branch.ID] = "Leaked"
		}
		w.add(branch)
	}
}

func (w *world) branch(bucket v1alpha1.SubnetBucket, trunk, cluster string, number int) *snapshot.NetworkInterface {
	branch := w.eni(bucket)
	if branch == nil {
		return nil
	}
	branch.InterfaceType, branch.Description = "branch", cni.DescriptionBranch
	branch.TagSet = tags(cni.TagOwner, cni.OwnerResourceController, cni.TagClusterPrefix+cluster, "owned", cni.TagTrunkID, trunk, cni.TagVLANID, strconv.Itoa(number))
	return branch
}

func (w *world) addFargate() {
	eni := w.eni(v1alpha1.BucketPods)
	if eni == nil {
		return
	}
	node := snapshot.Node{ObjectMeta: snapshot.ObjectMeta{Name: "fargate-" + eni.PrivateIPAddress}}
	node.Spec.ProviderID = "aws:///" + zone + "/0123-4567/fargate-" + eni.PrivateIPAddress
	node.Status.Addresses = []snapshot.NodeAddress{{Type: "InternalIP", Address: eni.PrivateIPAddress}}
	w.Nodes = append(w.Nodes, node)
	w.pod(node.Name, eni.PrivateIPAddress, "Running")
	w.clusters[thisCluster]++
	w.add(eni)
}

func (w *world) addMissingNode() {
	instance := w.id("i")
	eni := w.eni(v1alpha1.BucketMissingNodes)
	if eni == nil {
		return
	}
	attach(eni, instance, 0)
	w.Instances = append(w.Instances, snapshot.Instance{ID: instance, Tags: tags("eks:cluster-name", thisCluster)})
	w.clusters[thisCluster] += w.grow(eni, v1alpha1.BucketMissingNodes)
	w.add(eni)
	if branch := w.branch(v1alpha1.BucketMissingNodes, "eni-gone", thisCluster, 9); branch != nil {
		w.clusters[thisCluster]++
		w.add(branch)
	}
}

func (w *world) addOtherCluster() {
	name := []string{"theirs", "yours"}[w.random.IntN(2)]
	eni := w.eni(v1alpha1.BucketOtherClusters)
	if eni == nil {
		return
	}
	eni.Description = "Amazon EKS " + name
	w.clusters[name]++
	w.add(eni)
	if branch := w.branch(v1alpha1.BucketOtherClusters, "eni-theirs", name, 7); branch != nil {
		w.clusters[name]++
		w.add(branch)
	}
	instance := w.id("i")
	for device := range int32(2) {
		eni := w.eni(v1alpha1.BucketOtherClusters)
		if eni == nil {
			return
		}
		attach(eni, instance, device)
		eni.TagSet = tags(cni.TagInstanceID, instance, cni.TagClusterName, name)
		w.clusters[name] += w.grow(eni, v1alpha1.BucketOtherClusters)
		w.add(eni)
	}
}

// addUnnamedCluster adds an instance of which only one ENI says that a VPC CNI manages it.
func (w *world) addUnnamedCluster() {
	instance := w.id("i")
	first, second := w.eni(v1alpha1.BucketOtherClusters), w.eni(v1alpha1.BucketOtherClusters)
	for device, eni := range []*snapshot.NetworkInterface{first, second} {
		if eni == nil {
			continue
		}
		attach(eni, instance, int32(device))
		eni.TagSet = tags(cni.TagInstanceID, instance)
		if device == 0 && second != nil {
			eni.TagSet = nil
		}
		w.clusters[""] += w.grow(eni, v1alpha1.BucketOtherClusters)
		w.add(eni)
	}
}

func (w *world) addControlPlane() {
	if eni := w.eni(v1alpha1.BucketControlPlane); eni != nil {
		eni.Description = "Amazon EKS " + thisCluster
		eni.Attachment = &snapshot.Attachment{InstanceOwnerID: "999988887777", DeviceIndex: 1}
		w.clusters[thisCluster]++
		w.add(eni)
	}
}

// addService adds an ENI of an AWS service.
func (w *world) addService() {
	services := []struct {
		bucket                       v1alpha1.SubnetBucket
		kind, description, requester string
	}{
		{v1alpha1.BucketLoadBalancers, "interface", "ELB app/web/0123", "amazon-elb"},
		{v1alpha1.BucketLoadBalancers, "network_load_balancer", "ELB net/web/0123", account},
		{v1alpha1.BucketLoadBalancers, "interface", "ELB classic", "amazon-elb"},
		{v1alpha1.BucketNATGateways, "nat_gateway", "Interface for NAT Gateway nat-1", ""},
		{v1alpha1.BucketVPCEndpoints, "vpc_endpoint", "VPC Endpoint Interface vpce-1", ""},
		{v1alpha1.BucketVPCEndpoints, "interface", "VPC Endpoint Interface: vpce-2", ""},
		{v1alpha1.BucketLambda, "lambda", "AWS Lambda VPC ENI-f-01234567-89ab-cdef-0123-456789abcdef", ""},
		{v1alpha1.BucketRDS, "interface", "RDSNetworkInterface", "amazon-rds"},
		{v1alpha1.BucketEFS, "efs", "EFS mount target for fs-1 (fsmt-1)", ""},
		{v1alpha1.BucketOtherServices, "interface", "ElastiCache cache-1", "amazon-elasticache"},
		{v1alpha1.BucketOtherServices, "interface", "something new", "amazon-new"},
	}
	s := services[w.random.IntN(len(services))]
	eni := w.eni(s.bucket)
	if eni == nil {
		return
	}
	eni.InterfaceType, eni.Description, eni.RequesterID, eni.RequesterManaged = s.kind, s.description, s.requester, true
	if w.random.IntN(2) == 0 {
		eni.Status = "available" // it is still the service's
	}
	w.grow(eni, s.bucket)
	w.add(eni)
}

func (w *world) addInstance() {
	eni := w.eni(v1alpha1.BucketInstances)
	if eni == nil {
		return
	}
	attach(eni, w.id("i"), 0)
	eni.Description = "ELB app/not really" // anybody can write anything here
	w.grow(eni, v1alpha1.BucketInstances)
	w.add(eni)
}

func (w *world) addUnknown() {
	if eni := w.eni(v1alpha1.BucketOthers); eni != nil {
		eni.Description = "who knows"
		w.add(eni)
	}
}

// addLoose adds an ENI that is attached to nothing.
func (w *world) addLoose() {
	old, young := now.Add(-time.Hour).Format(time.RFC3339), now.Add(-time.Minute).Format(time.RFC3339)
	ipamd := func(pairs ...string) []snapshot.Tag {
		return tags(append([]string{cni.TagInstanceID, "i-gone"}, pairs...)...)
	}
	cases := []struct {
		verdict     string
		bucket      v1alpha1.SubnetBucket
		cluster     string
		description string
		tags        []snapshot.Tag
	}{
		{"Leaked", v1alpha1.BucketLeaked, thisCluster, "aws-K8S-i-gone", ipamd(cni.TagCreatedAt, old, cni.TagClusterName, thisCluster)},
		{"Leaked", v1alpha1.BucketLeaked, "-", "aws-K8S-i-gone", ipamd(cni.TagCreatedAt, old)},
		{"Leaked", v1alpha1.BucketLeaked, thisCluster, "aws-k8s-branch-eni", tags(cni.TagOwner, cni.OwnerResourceController, cni.TagClusterPrefix+thisCluster, "owned")},
		{"InFlight", v1alpha1.BucketInFlight, thisCluster, "aws-K8S-i-gone", ipamd(cni.TagCreatedAt, young, cni.TagClusterName, thisCluster)},
		{"InFlight", v1alpha1.BucketInFlight, thisCluster, "aws-K8S-i-gone", ipamd(cni.TagClusterName, thisCluster)},
		{"OtherCluster", v1alpha1.BucketOtherClusters, "theirs", "aws-K8S-i-gone", ipamd(cni.TagCreatedAt, old, cni.TagClusterName, "theirs")},
		{"Unattached", v1alpha1.BucketUnattached, "-", "my spare ENI", nil},
		{"Unattached", v1alpha1.BucketUnattached, "-", "aws-K8S-i-gone", nil},
	}
	c := cases[w.random.IntN(len(cases))]
	eni := w.eni(c.bucket)
	if eni == nil {
		return
	}
	eni.Status, eni.Description, eni.TagSet = "available", c.description, c.tags
	n := w.grow(eni, c.bucket)
	if c.cluster != "-" {
		w.clusters[c.cluster] += n
	}
	w.verdicts[eni.ID] = c.verdict
	w.add(eni)
}
