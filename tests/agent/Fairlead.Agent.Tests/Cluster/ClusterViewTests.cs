using Fairlead.Agent.Cluster;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Tests.Cluster;

/// <summary>Which of the things that a store says count.</summary>
public sealed class ClusterViewTests
{
    private readonly ClusterView _view = new();

    [Fact]
    public void A_spec_of_an_earlier_term_is_not_heeded_its_status_is_and_an_object_made_anew_is()
    {
        _view.See(Network(term: 5, zone: "a"));
        var status = new NodeNetworkStatus { Demand = 7 };
        _view.See(Network(term: 4, zone: "b") with { Status = status });
        Assert.Equal(("a", 5L, 7), (_view.Network!.Spec.Zone, _view.Network.Spec.Term, _view.Network.Status.Demand));
        Assert.Contains("term 4", _view.Unheeded, StringComparison.Ordinal);
        _view.See(Network(term: 5, zone: "c"));
        Assert.Equal(("c", ""), (_view.Network!.Spec.Zone, _view.Unheeded));
        _view.See(Network(term: 1, zone: "d", uid: "another"));
        Assert.Equal(("d", ""), (_view.Network!.Spec.Zone, _view.Unheeded));
    }

    [Fact]
    public void The_end_of_an_earlier_pod_of_the_same_name_is_not_that_of_the_later()
    {
        var (first, second) = (Pod("1"), Pod("2"));
        _view.See(first, isGone: false);
        _view.See(second, isGone: false);
        _view.See(first, isGone: true);
        Assert.Same(second, _view.FindPod("default", "web"));
        _view.See(second, isGone: true);
        Assert.Null(_view.FindPod("default", "web"));
    }

    [Fact]
    public async Task Who_waits_for_news_is_woken_by_any_of_them_and_never_misses_one()
    {
        var version = _view.Version;
        var waiting = Task.Run(() => _view.WaitForNews(version, TimeSpan.FromSeconds(20)));
        _view.See(Pod("1"), isGone: false);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        // What came before the wait began ends it at once.
        await Task.Run(() => _view.WaitForNews(version, TimeSpan.FromSeconds(20))).WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static NodeNetwork Network(long term, string zone, string uid = "one") =>
        new() { Metadata = new ObjectMeta { Name = "node-1", Uid = uid }, Spec = new NodeNetworkSpec { Term = term, Zone = zone } };

    private static Pod Pod(string uid) => new() { Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = uid } };
}
