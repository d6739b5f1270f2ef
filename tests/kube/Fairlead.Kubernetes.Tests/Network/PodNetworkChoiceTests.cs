using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Kubernetes.Tests.Network;

public sealed class PodNetworkChoiceTests
{
    private static readonly PodNetworkClass[] Classes =
    [
        Class("web") with { Spec = new PodNetworkClassSpec { PodSelector = Labels("app", "web") } },
        Class("web-again") with { Spec = new PodNetworkClassSpec { Mode = PodNetworkMode.VpcRoute, PodSelector = Labels("app", "web") } },
        Class("database", PodNetworkMode.ExclusiveEni),
        Class("own") with { Spec = new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, PodSelector = Labels("own", "yes") } },
        Class("payments") with { Spec = new PodNetworkClassSpec { NamespaceSelector = Labels("team", "payments") } },
        Class("by-name") with { Spec = new PodNetworkClassSpec { NamespaceSelector = Labels("kubernetes.io/metadata.name", "shop") } },
    ];

    [Fact]
    public void The_nodes_mode_where_nothing_else_is_said()
    {
        Assert.Equal(new PodNetworkChoice(PodNetworkMode.VpcRoute, ""), Of(new Pod()));
        Assert.Equal(new PodNetworkChoice(PodNetworkMode.SharedEni, ""), Of(new Pod(), node: PodNetworkMode.SharedEni));
    }

    [Theory]
    [InlineData("fairlead.io/eni", PodNetworkMode.ExclusiveEni)]
    [InlineData("aliyun/eni", PodNetworkMode.ExclusiveEni)]
    [InlineData("fairlead.io/member-eni", PodNetworkMode.MemberEni)]
    public void Who_asks_gets_it(string resource, PodNetworkMode mode)
    {
        Assert.Equal(new PodNetworkChoice(mode, ""), Of(Asks(resource)));
        Assert.Equal(new PodNetworkChoice(mode, ""), Of(Asks(resource, requests: true)));
        Assert.Equal(new PodNetworkChoice(mode, ""), Of(Asks(resource, init: true)));
        Assert.Equal(PodNetworkMode.VpcRoute, Of(Asks(resource, "0")).Mode);
    }

    [Fact]
    public void The_first_class_by_name_that_selects_it() =>
        Assert.Equal(new PodNetworkChoice(PodNetworkMode.SharedEni, "web"), Of(new Pod { Metadata = new ObjectMeta { Labels = Map("app", "web") } }));

    [Fact]
    public void A_named_class_before_one_that_selects() =>
        Assert.Equal("by-name", Of(Named("by-name") with { Metadata = Named("by-name").Metadata with { Labels = Map("app", "web") } }).Class);

    [Fact]
    public void Who_asks_has_the_class_of_that_mode()
    {
        Assert.Equal(new PodNetworkChoice(PodNetworkMode.ExclusiveEni, "database"), Of(Asks("aliyun/eni") with { Metadata = Named("database").Metadata }));
        Assert.Equal(new PodNetworkChoice(PodNetworkMode.ExclusiveEni, "own"), Of(Asks("fairlead.io/eni") with { Metadata = new ObjectMeta { Labels = Map("own", "yes") } }));
        Assert.Equal(new PodNetworkChoice(PodNetworkMode.ExclusiveEni, ""), Of(Asks("fairlead.io/eni") with { Metadata = new ObjectMeta { Labels = Map("app", "web") } }));
    }

    [Fact]
    public void The_namespaces_labels_decide_who_may_use_a_class()
    {
        Assert.Equal("payments", Of(Named("payments"), Map("team", "payments")).Class);
        Assert.Equal(
            "annotation fairlead.io/network-class: PodNetworkClass 'payments' is not for namespace 'shop': its namespaceSelector does not match the namespace's labels",
            Of(Named("payments"), Map("team", "web")).Refusal);
        Assert.Equal("by-name", Of(Named("by-name")).Class);
    }

    [Fact]
    public void What_cannot_be_is_refused_with_what_to_do()
    {
        Assert.Equal("annotation fairlead.io/network-class: no PodNetworkClass 'databse'; did you mean database?", Of(Named("databse")).Refusal);
        Assert.Equal("PodNetworkClass 'database' gives each pod an ENI: the pod must ask for it, resources.limits: fairlead.io/eni: \"1\"", Of(Named("database")).Refusal);
        Assert.Equal(
            "the pod asks for fairlead.io/eni, and PodNetworkClass 'by-name' is of mode sharedEni: leave out one of the two",
            Of(Asks("fairlead.io/eni") with { Metadata = Named("by-name").Metadata }).Refusal);
        Assert.Equal("the pod asks for 2 of fairlead.io/eni (and its alias aliyun/eni): a pod has one", Of(Asks("aliyun/eni", "2")).Refusal);
        var both = new Pod { Spec = new PodSpec { Containers = [Container("fairlead.io/eni"), Container("fairlead.io/member-eni")] } };
        Assert.Equal("the pod asks for fairlead.io/eni and for fairlead.io/member-eni: it can have one of them", Of(both).Refusal);
    }

    private static PodNetworkChoice Of(Pod pod, IReadOnlyDictionary<string, string>? labels = null, PodNetworkMode node = PodNetworkMode.VpcRoute) =>
        PodNetworkChoice.Of(pod, labels ?? new Dictionary<string, string>(), Classes, node);

    private static Pod Named(string name) => new() { Metadata = new ObjectMeta { Namespace = "shop", Annotations = Map(PodNetworkClass.Annotation, name) } };

    private static Pod Asks(string resource, string count = "1", bool requests = false, bool init = false)
    {
        var container = Container(resource, count, requests);
        return new Pod { Spec = init ? new PodSpec { InitContainers = [container] } : new PodSpec { Containers = [container] } };
    }

    private static Container Container(string resource, string count = "1", bool requests = false) => new()
    {
        Resources = requests ? new ContainerResources { Requests = Map(resource, count) } : new ContainerResources { Limits = Map(resource, count) },
    };

    private static PodNetworkClass Class(string name, PodNetworkMode mode = PodNetworkMode.SharedEni) => new() { Metadata = new ObjectMeta { Name = name }, Spec = new PodNetworkClassSpec { Mode = mode } };

    private static LabelSelector Labels(string key, string value) => new() { MatchLabels = Map(key, value) };

    private static Dictionary<string, string> Map(string key, string value) => new() { [key] = value };
}
