namespace Fairlead.Migration.Terway.Terms;

/// <summary>What is true of names in several places.</summary>
internal static class Sentences
{
    public const string Credentials = "is not read: only the controller has credentials, and takes them as docs/guide/credentials.md says";
    public const string Paced = "calls are paced and repeated by what the cloud answers, in one place for the whole cluster";
    public const string ByController = "addresses are always given by the controller, and reach the node by its NodeNetwork";
    public const string Stateful = "a class with `fixedAddress` is for StatefulSets; any other pod keeps its address by an AddressReservation";
    public const string Store = "agents and controller watch, and ask for nothing while a pod is added";
    public const string NoWebhook = "nothing is called when pods are made: pods ask for `fairlead.io/eni` or `fairlead.io/member-eni` in `resources.limits` themselves";
    public const string NoPolicy = "NetworkPolicy objects are not enforced: have another means before you change over, if you rely on them";
    public const string NoShaping = "bandwidth is not limited";
    public const string NoCilium = "there is no Cilium in it";
    public const string NoRdma = "no pod gets RDMA: keep such pods on nodes that Terway has";
    public const string NoLingjun = "Lingjun is not served: leave such nodes to Terway";
    public const string NoTraces = "no traces are sent: the controller's metrics have each call by action and code";
    public const string OwnNames = "links are named `fl` and 12 hex digits";
    public const string ProxyRuns = "services are kube-proxy's, which has to run";
}
