using static Fairlead.Migration.Terway.Terms.Sentences;

namespace Fairlead.Migration.Terway.Terms;

/// <summary>What Terway reads from, or writes to, objects of the cluster.</summary>
internal static class ObjectTerms
{
    private const string State = "is Terway's own state: its pods get other addresses when they are made anew";

    public static TermTable Pods { get; } = new(
        "Pods: resources, annotations, labels",
        new("aliyun/eni", Fate.TakenOver, "the same, or `fairlead.io/eni`"),
        new("aliyun/member-eni", Fate.OtherMeaning, "write `fairlead.io/member-eni`"),
        new("aliyun/erdma", Fate.NoCounterpart, NoRdma),
        new("k8s.aliyun.com/pod-networking", Fate.OtherMeaning, "`fairlead.io/network-class: NAME`, written by you, or the class's selector"),
        new("k8s.aliyun.com/pod-eni", Fate.OtherMeaning, NoWebhook),
        new("k8s.aliyun.com/pod-networks k8s.aliyun.com/pod-networks-request", Fate.NoCounterpart, "a pod has one network: that of the PodNetworkClass that `fairlead.io/network-class` names"),
        new("k8s.aliyun.com/pod-ip-reservation k8s.aliyun.com/pod-alloc-type", Fate.OtherMeaning, "a class with `fixedAddress`, or an AddressReservation"),
        new("k8s.aliyun.com/eni-alloc-from-pool", Fate.NotNeeded, "ENIs in stock are always given first, but to pods of an exclusive class with `fixedAddress`, whose ENIs outlive their nodes: `pool.spareAttached` and `pool.spareDetached` say how many wait"),
        new("k8s.aliyun.com/pod-ips k8s.aliyun.com/allocated k8s.aliyun.com/pod-uid k8s.aliyun.com/node", Fate.NotNeeded, "Terway writes it; the pod's status and the NodeNetwork say it"),
        new("k8s.aliyun.com/network-priority", Fate.NoCounterpart, "packets of pods have no priorities"),
        new("kubernetes.io/ingress-bandwidth kubernetes.io/egress-bandwidth k8s.aliyun.com/ingress-bandwidth k8s.aliyun.com/egress-bandwidth", Fate.NoCounterpart, NoShaping),
        new("k8s.aliyun.com/ignore-by-terway", Fate.NoCounterpart, "pods of a node that has an agent get their network from it, all but those in the host's network"),
        new("cpuSet", Fate.NoCounterpart, "the network card of an ENI is not chosen by the pod's processors"));

    public static TermTable Namespaces { get; } = new(
        "Namespaces: labels",
        new Term("k8s.aliyun.com/pod-eni", Fate.OtherMeaning, "nothing is called when pods are made; to keep a namespace out of a class, write its `namespaceSelector`"));

    public static TermTable Nodes { get; } = new(
        "Nodes: labels, annotations",
        new("k8s.aliyun.com/exclusive-mode-eni-type", Fate.TakenOver, "`eniOnly`: a node pool with `mode: exclusiveEni` whose selector is this label"),
        new("terway-config", Fate.TakenOver, "a node pool whose selector is this label, from the ConfigMap that it names"),
        new("k8s.aliyun.com/ignore-by-terway", Fate.OtherMeaning, "keep the agent's DaemonSet off the node: a node without an agent is left alone"),
        new("type", Fate.OtherMeaning, "`virtual-kubelet`: keep the agent's DaemonSet off the node"),
        new("k8s.aliyun.com/no-kube-proxy", Fate.NoCounterpart, ProxyRuns + " on this node too"),
        new("alibabacloud.com/lingjun-worker k8s.aliyun.com/eno-api", Fate.NoCounterpart, NoLingjun),
        new("alibabacloud.com/instance-type-info", Fate.NotNeeded, "limits are asked from the cloud; `fairlead capacity` prints them"),
        new("k8s.aliyun.com/trunk-on", Fate.OtherMeaning, "`nodePools[].trunk`; Terway writes this itself"),
        new("k8s.aliyun.com/max-available-ip k8s.aliyun.com/max-member-eni-ip k8s.aliyun.com/max-erdma-ip", Fate.NotNeeded, "Terway writes it; the NodeNetwork says what the node can have"));

    /// <summary>By API group and kind; <c>*</c> for all kinds of a group.</summary>
    public static TermTable Kinds { get; } = new(
        "Kinds of objects",
        new("network.alibabacloud.com/PodNetworking", Fate.TakenOver, "PodNetworkClass"),
        new("network.alibabacloud.com/PodENI network.alibabacloud.com/NetworkInterface", Fate.NoCounterpart, State + "; the NodeNetwork has the node's ENIs, an AddressReservation an address that is kept"),
        new("network.alibabacloud.com/Node network.alibabacloud.com/NodeRuntime", Fate.NoCounterpart, State + "; the NodeNetwork is what the controller gives the node, and in `status.agent` what the agent says"),
        new("networking.k8s.io/NetworkPolicy crd.projectcalico.org/* cilium.io/*", Fate.NoCounterpart, NoPolicy),
        new("Service ServiceAccount rbac.authorization.k8s.io/* admissionregistration.k8s.io/* apiextensions.k8s.io/*", Fate.NotNeeded, "what Fairlead's programs need of such is in deploy/"));

    public static TermTable PodNetworking { get; } = new(
        "PodNetworking",
        new("spec.eniOptions", Fate.TakenOver, "`mode`: `memberEni` for Trunk, `exclusiveEni` for ENI; left open, by `enable_eni_trunking`. Pods ask for the resource themselves"),
        new("spec.allocationType", Fate.OtherMeaning, "`fixedAddress`: the address is kept for the pod's name, and no ENI stands by for it"),
        new("spec.selector", Fate.TakenOver, "`podSelector`, `namespaceSelector`; of several classes that select a pod, the first by name counts"),
        new("spec.securityGroupIDs", Fate.TakenOver, "`securityGroups`"),
        new("spec.vSwitchOptions", Fate.TakenOver, "`vSwitches`"),
        new("spec.vSwitchSelectOptions", Fate.TakenOver, "`vSwitchSelection`; `random` becomes `mostFree`, which spreads them too"));
}
