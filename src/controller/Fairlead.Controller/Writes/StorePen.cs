using Fairlead.Allocation.Deeds;

namespace Fairlead.Controller.Writes;

internal enum WriteResult
{
    /// <summary>It was in, and is to stay so.</summary>
    Kept,

    /// <summary>It is in now, and is to stay so.</summary>
    Written,

    /// <summary>It is in, or there is nothing that it could be in: nothing is to be kept.</summary>
    Over,
    Failed,
}

/// <summary>Writes one wish, by the writer that knows its kind.</summary>
internal sealed class StorePen(NetworkWriter networks, NodeWriter nodes, StatusWriter statuses, EventWriter events)
{
    /// <exception cref="Kubernetes.ClusterException">Refused.</exception>
    /// <exception cref="TermOverException">A later controller has written.</exception>
    public Task<WriteResult> WriteAsync(StoreWrite write, CancellationToken cancel) => write switch
    {
        PublishNodeNetwork wanted => Kept(networks.WriteAsync(wanted, cancel)),
        PublishNode wanted => Kept(nodes.WriteAsync(wanted, cancel)),
        PublishConfigurationStatus wanted => Kept(statuses.WriteAsync(wanted, cancel)),
        PublishClassStatus wanted => Kept(statuses.WriteAsync(wanted, cancel)),
        PublishReservation wanted => Kept(statuses.WriteAsync(wanted, cancel)),
        RemoveNodeNetwork wanted => Once(networks.RemoveAsync(wanted.Node, cancel)),
        CreateReservation wanted => Once(statuses.WriteAsync(wanted, cancel)),
        RemoveReservation wanted => Once(statuses.WriteAsync(wanted, cancel)),
        MarkValidity wanted => Once(statuses.WriteAsync(wanted, cancel)),
        ReportEvent wanted => Once(events.WriteAsync(wanted, cancel)),
        _ => throw new InvalidOperationException($"nobody knows how to write {write.GetType().Name}"),
    };

    private static async Task<WriteResult> Kept(Task<bool> writing) => await writing ? WriteResult.Written : WriteResult.Kept;

    private static async Task<WriteResult> Once(Task writing)
    {
        await writing;
        return WriteResult.Over;
    }
}
