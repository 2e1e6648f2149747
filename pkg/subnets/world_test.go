// SPDX-License-Identifier: Apache-2.0

package subnets_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"time"

	"github.com/kubectl-eni/kubectl-eni/pkg/apis/eni/v1alpha1"
	"github.com/kubectl-eni/kubectl-eni/pkg/cni"
	"github.com/kubectl-eni/kubectl-eni/pkg/snapshot"
)

const (
	thisCluster = "mine"
	account     = "111122223333"
	vpcID       = "vpc-1"
	zone        = "eu-west-1a"
)

// now is the time of every snapshot in these tests.
var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// place is one address of a generated subnet.
type place struct {
	// bucket is what the address is used for; empty if it is free.
	bucket v1alpha1.SubnetBucket
	// aws tells that it is one of AWS's five.
	aws bool
	// prefixes and hand tell which reservation it is in.
	prefixes, hand bool
}

// world is a snapshot of a random VPC with one subnet, and the truth about it.
type world struct {
	snapshot.Snapshot

	random *rand.Rand
	cidr   netip.Prefix
	places []place
	// hidden counts the addresses in use that are on no ENI.
	hidden int
	// leavesHandOut tells that EC2 does not count the addresses of explicit reservations as available, against its documentation.
	leavesHandOut bool
	// verdicts are those on the ENIs that are attached to nothing, by id.
	verdicts map[string]string
	// clusters are the addresses of clusters by name.
	clusters map[string]int
	// freeable are the prefixes that each node could free.
	freeable map[string]int
	idle     map[string]int
	ids      int
}

// newWorld makes a VPC at random: modes, prefixes, reservations, branches, leaks, foreign owners, shared clusters.
func newWorld(seed uint64) *world {
	w := &world{
		random:   rand.New(rand.NewPCG(seed, 2)),
		verdicts: map[string]string{}, clusters: map[string]int{}, freeable: map[string]int{}, idle: map[string]int{},
	}
	w.Meta = snapshot.Meta{Time: now, Cluster: thisCluster, Region: "eu-west-1", Account: account}
	w.daemonSet()
	bits := 22 + w.random.IntN(6)
	w.cidr = netip.PrefixFrom(netip.MustParseAddr("10.3.128.0"), bits)
	w.places = make([]place, 1<<(32-bits))
	for _, i := range []int{0, 1, 2, 3, len(w.places) - 1} {
		w.places[i].aws = true
	}
	w.reserve()
	for range w.random.IntN(4) {
		w.addNode()
	}
	for _, add := range []func(){
		w.addFargate, w.addMissingNode, w.addOtherCluster, w.addUnnamedCluster, w.addControlPlane, w.addService, w.addService, w.addInstance,
		w.addLoose, w.addLoose, w.addUnknown,
	} {
		if w.random.IntN(3) == 0 {
			add()
		}
	}
	w.hide()
	w.addSubnet()
	return w
}

func (w *world) daemonSet() {
	env := []snapshot.EnvVar{{Name: cni.EnvClusterName, Value: thisCluster}, {Name: cni.EnvManageUntaggedENI, Value: "true"}}
	w.DaemonSets = []snapshot.DaemonSet{{
		ObjectMeta: snapshot.ObjectMeta{Namespace: "kube-system", Name: "aws-node"},
		Spec: snapshot.DaemonSetSpec{Template: snapshot.PodTemplate{Spec: snapshot.PodTemplateSpec{
			Containers: []snapshot.Container{{Name: "aws-node", Image: "amazon-k8s-cni:v1.20.4", Env: env}},
		}}},
	}}
}

// reserve makes reservations that do not overlap.
func (w *world) reserve() {
	for n := range w.random.IntN(4) {
		bits := w.cidr.Bits() + 1 + w.random.IntN(4)
		size := 1 << (32 - bits)
		first := w.random.IntN(len(w.places)/size) * size
		free := true
		for i := first; i < first+size; i++ {
			free = free && !w.places[i].prefixes && !w.places[i].hand
		}
		if bits > 32 || !free {
			continue
		}
		kind := []string{"prefix", "explicit"}[w.random.IntN(2)]
		for i := first; i < first+size; i++ {
			w.places[i].prefixes, w.places[i].hand = kind == "prefix", kind == "explicit"
		}
		w.SubnetCIDRReservations = append(w.SubnetCIDRReservations, snapshot.SubnetCIDRReservation{
			ID: fmt.Sprintf("scr-%d", n), SubnetID: "subnet-1", CIDR: netip.PrefixFrom(w.at(first), bits).String(), ReservationType: kind,
		})
	}
}

func (w *world) at(i int) netip.Addr {
	b := w.cidr.Addr().As4()
	n := int(b[2])<<8 + int(b[3]) + i
	return netip.AddrFrom4([4]byte{b[0], b[1], byte(n >> 8), byte(n)})
}

func (w *world) id(prefix string) string {
	w.ids++
	return fmt.Sprintf("%s-%06x", prefix, w.ids)
}

// take picks a free address at random and uses it. Few addresses are inside of reservations: those that were in use before.
func (w *world) take(bucket v1alpha1.SubnetBucket) (string, bool) {
	for range 20 {
		i := w.random.IntN(len(w.places))
		p := &w.places[i]
		if p.aws || p.bucket != "" || ((p.prefixes || p.hand) && w.random.IntN(10) > 0) {
			continue
		}
		p.bucket = bucket
		return w.at(i).String(), true
	}
	return "", false
}

// takeBlock picks a free /28.
func (w *world) takeBlock(bucket v1alpha1.SubnetBucket) (netip.Prefix, int, bool) {
	for range 20 {
		first := w.random.IntN(len(w.places)/16) * 16
		free := true
		for i := first; i < first+16; i++ {
			p := w.places[i]
			free = free && p.bucket == "" && !p.aws && !p.hand && p.prefixes == w.places[first].prefixes
		}
		if !free {
			continue
		}
		for i := first; i < first+16; i++ {
			w.places[i].bucket = bucket
		}
		return netip.PrefixFrom(w.at(first), 28), first, true
	}
	return netip.Prefix{}, 0, false
}

// eni makes an ENI with an own address; nil when the subnet is full.
func (w *world) eni(bucket v1alpha1.SubnetBucket) *snapshot.NetworkInterface {
	own, ok := w.take(bucket)
	if !ok {
		return nil
	}
	return &snapshot.NetworkInterface{
		ID: w.id("eni"), InterfaceType: "interface", Status: "in-use", SubnetID: "subnet-1", VPCID: vpcID, OwnerID: account,
		PrivateIPAddress: own, PrivateIPAddresses: []snapshot.PrivateIPAddress{{PrivateIPAddress: own, Primary: true}},
	}
}

func attach(eni *snapshot.NetworkInterface, instance string, device int32) {
	eni.Attachment = &snapshot.Attachment{InstanceID: instance, InstanceOwnerID: account, DeviceIndex: device, Status: "attached"}
}

// grow gives an ENI some more addresses or prefixes, all in one bucket, and returns how many.
func (w *world) grow(eni *snapshot.NetworkInterface, bucket v1alpha1.SubnetBucket) int {
	n := 1
	for range w.random.IntN(4) {
		if w.random.IntN(4) == 0 {
			if cidr, _, ok := w.takeBlock(bucket); ok {
				eni.IPv4Prefixes = append(eni.IPv4Prefixes, snapshot.IPv4Prefix{IPv4Prefix: cidr.String()})
				n += 16
			}
			continue
		}
		if addr, ok := w.take(bucket); ok {
			eni.PrivateIPAddresses = append(eni.PrivateIPAddresses, snapshot.PrivateIPAddress{PrivateIPAddress: addr})
			n++
		}
	}
	return n
}

func tags(pairs ...string) []snapshot.Tag {
	var all []snapshot.Tag
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, snapshot.Tag{Key: pairs[i], Value: pairs[i+1]})
	}
	return all
}

func (w *world) pod(node, ip, phase string) *snapshot.Pod {
	w.Pods = append(w.Pods, snapshot.Pod{ObjectMeta: snapshot.ObjectMeta{Namespace: "default", Name: w.id("pod")}})
	p := &w.Pods[len(w.Pods)-1]
	p.Spec.NodeName = node
	p.Status = snapshot.PodStatus{Phase: phase, PodIP: ip, PodIPs: []snapshot.PodIP{{IP: ip}}}
	return p
}

// addSubnet makes the subnet's record, with EC2's count.
func (w *world) addSubnet() {
	available := int32(0)
	for _, p := range w.places {
		if !p.aws && p.bucket == "" && !p.prefixes && (!p.hand || !w.leavesHandOut) {
			available++
		}
	}
	w.Subnets = []snapshot.Subnet{{
		ID: "subnet-1", VPCID: vpcID, OwnerID: account, AvailabilityZone: zone, CIDRBlock: w.cidr.String(), AvailableIPAddressCount: &available,
		Tags: tags("kubernetes.io/cluster/"+thisCluster, "shared"),
	}}
}

// hide uses addresses that are on no ENI. Whether EC2 leaves explicit reservations out can be told only while there are none.
func (w *world) hide() {
	hand := 0
	for _, p := range w.places {
		if p.hand && p.bucket == "" && !p.aws {
			hand++
		}
	}
	if w.random.IntN(3) > 0 {
		w.leavesHandOut = w.random.IntN(3) == 0
		return
	}
	for range 1 + w.random.IntN(5) {
		w.hideOne()
	}
	if w.hidden != hand {
		return
	}
	// As many as explicit reservations keep look like those: a coincidence that nothing can tell apart.
	w.hidden = 0
	for i := range w.places {
		if w.places[i].bucket == v1alpha1.BucketUnaccounted {
			w.places[i].bucket = ""
		}
	}
}

// hideOne uses an address that is on no ENI. One inside of a reservation for prefixes could not be told: EC2 does not count those in any case.
func (w *world) hideOne() {
	i := w.random.IntN(len(w.places))
	if p := &w.places[i]; !p.aws && p.bucket == "" && !p.prefixes {
		p.bucket = v1alpha1.BucketUnaccounted
		w.hidden++
	}
}
