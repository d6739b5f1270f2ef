using Fairlead.Kubernetes;
using Fairlead.Kubernetes.Watching;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Sources;

/// <summary>The cluster's objects as they were last seen, and the news of them as observations.</summary>
internal sealed class ClusterView
{
    private const int Kinds = 7;

    private readonly ObservationNews _news;
    private readonly Action<IResource> _looked;
    private readonly Action<IResource> _gone;
    private readonly Func<CancellationToken, Task>[] _runs;
    private readonly TaskCompletionSource _networksListed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _unlisted = Kinds;

    /// <param name="news">Gets all changes, in order by kind.</param>
    /// <param name="looked">Told which objects have changed that the controller writes.</param>
    /// <param name="gone">Told which of them are gone.</param>
    /// <param name="judged">Told which objects became senseless, or make sense again.</param>
    public ClusterView(ClusterClient client, ObservationNews news, Action<IResource> looked, Action<IResource> gone, Action<IResource> judged, Action<string> log)
    {
        (_news, _looked, _gone) = (news, looked, gone);
        Nodes = new Informer<Node>(client, Options(log), change => Tell(news.Of(change), change.Item), Listed);
        Networks = new Informer<NodeNetwork>(client, Options(log), change => Tell(news.Of(change), change.Item), NetworksListed);
        Reservations = new Informer<AddressReservation>(client, Options(log), Screened<AddressReservation>, Listed);
        Configurations = new Informer<ClusterNetwork>(client, Options(log), Screened<ClusterNetwork>, Listed);
        Classes = new Informer<PodNetworkClass>(client, Options(log), Screened<PodNetworkClass>, Listed);
        Screening = new Screening(() => Networks.Snapshot, judged);
        var pods = new Informer<Pod>(client, Options(log), change => news.Of(change), Listed);
        var namespaces = new Informer<Namespace>(client, Options(log), change => news.Of(change), Listed);
        _runs = [ConfigurationsAsync, Classes.RunAsync, namespaces.RunAsync, Nodes.RunAsync, Networks.RunAsync, Reservations.RunAsync, pods.RunAsync];
    }

    public Informer<Node> Nodes { get; }

    public Informer<NodeNetwork> Networks { get; }

    public Informer<AddressReservation> Reservations { get; }

    public Informer<ClusterNetwork> Configurations { get; }

    public Informer<PodNetworkClass> Classes { get; }

    public Screening Screening { get; }

    /// <summary>Ends when it is cancelled.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(_runs.Select(run => run(stop)));

    private void NetworksListed()
    {
        _networksListed.SetResult();
        Listed();
    }

    // Whether it makes sense depends on what nodes have.
    private async Task ConfigurationsAsync(CancellationToken stop)
    {
        await _networksListed.Task.WaitAsync(stop);
        await Configurations.RunAsync(stop);
    }

    private void Listed()
    {
        if (Interlocked.Decrement(ref _unlisted) > 0)
        {
            return;
        }

        if (Configurations.Find(ClusterNetwork.Name) is null || Screening.RefusalOf<ClusterNetwork>(ClusterNetwork.Name) is not null)
        {
            _news.NoConfiguration();
        }

        _news.AllListed();
    }

    private void Screened<T>(ResourceChange<T> change)
        where T : class, IResource
    {
        var isThere = change.Kind != ChangeKind.Gone;
        foreach (var (item, isKnown) in Screening.See(change.Item, isThere))
        {
            _news.OfScreened(item, isKnown);
        }

        Tell(isThere, change.Item);
    }

    private void Tell(bool isThere, IResource item) => (isThere ? _looked : _gone)(item);

    private static InformerOptions Options(Action<string> log) => new() { Failed = log };
}
