using Fairlead.Agent.Cluster;
using Fairlead.Agent.Cni;
using Fairlead.Agent.Pods;
using Fairlead.Model.Pods;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Testing.Kernel;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>A pod whose class is not known yet: an agent has begun a moment ago, or the namespace has.</summary>
public sealed class PodChooserTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClusterView _view = new();
    private readonly LeapClock _clock = new();

    public PodChooserTests()
    {
        _view.See(new NodeNetwork { Metadata = new ObjectMeta { Name = "node-1" }, Spec = new NodeNetworkSpec { Mode = PodNetworkMode.VpcRoute } });
        _view.See(new Pod { Metadata = new ObjectMeta { Name = "web", Namespace = "shop", Labels = new Dictionary<string, string> { ["app"] = "web" } } }, isGone: false);
    }

    [Fact]
    public async Task It_waits_for_the_classes_and_for_the_namespace_where_a_class_chooses_by_it()
    {
        var choosing = Task.Run(Choose, TestContext.Current.CancellationToken);
        await Remains(choosing);
        _view.See(ForProduction(), isGone: false);
        await Remains(choosing);
        _view.SeeAllClasses();
        await Remains(choosing);
        _view.See(Shop(), isGone: false);
        Assert.Equal(new PodChoice(EniUse.Shared, "production"), await choosing.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nobody_waits_for_a_namespace_that_no_class_asks_for()
    {
        _view.SeeAllClasses();
        Assert.Equal(PodChoice.VpcRoute, await Task.Run(Choose).WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false, "have not been listed")]
    [InlineData(true, "namespace shop")]
    public async Task What_does_not_come_in_time_is_named(bool listed, string lack)
    {
        if (listed)
        {
            _view.See(ForProduction(), isGone: false);
            _view.SeeAllClasses();
        }

        var choosing = Task.Run(Choose, TestContext.Current.CancellationToken);
        await Remains(choosing);
        _clock.Leap(TimeSpan.FromSeconds(21));
        _view.See(new ClusterNetwork { Metadata = new ObjectMeta { Name = ClusterNetwork.Name } });
        var error = await Assert.ThrowsAsync<CniException>(() => choosing.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(CniErrorCode.TryAgainLater, error.Code);
        Assert.Contains(lack, error.Details, StringComparison.Ordinal);
    }

    private static async Task Remains(Task choosing)
    {
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(choosing.IsCompleted);
    }

    private static PodNetworkClass ForProduction() => new()
    {
        Metadata = new ObjectMeta { Name = "production" },
        Spec = new PodNetworkClassSpec { Mode = PodNetworkMode.SharedEni, PodSelector = Selector("app", "web"), NamespaceSelector = Selector("stage", "production") },
    };

    private static LabelSelector Selector(string label, string value) => new() { MatchLabels = new Dictionary<string, string> { [label] = value } };

    private static Namespace Shop() => new() { Metadata = new ObjectMeta { Name = "shop", Labels = new Dictionary<string, string> { ["stage"] = "production" } } };

    private PodChoice Choose() => new PodChooser(_view, () => null, _clock, hasSlices: false).Choose(new AttachRequest
    {
        Id = new AttachmentId("one", "eth0"),
        NetnsPath = "/run/netns/one",
        Netns = new FakeKernel().NewNamespace(),
        Network = "fairlead",
        PodNamespace = "shop",
        PodName = "web",
    });
}
