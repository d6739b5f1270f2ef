using Fairlead.Allocation.Deeds;

namespace Fairlead.Controller.Writes;

internal enum WriteResult
{
    /// <summary>It is in, and is to stay so.</summary>
    Kept,

    /// <summary>It is in, or there is nothing that it could be in: nothing is to be kept.</summary>
    Over,
    Failed,
}

/// <summary>Writes one wish, by the writer that knows its kind.</summary>
internal sealed class StorePen(NetworkWriter networks, NodeWriter nodes, StatusWriter statuses, EventWriter events)
{
    /// <exception cref="Kubernetes.ClusterException">Refused.</exception>
    /// <exception cref="TermOverException">A later controller has written.</exception>
    public async Task<WriteResult> WriteAsync(StoreWrite write, CancellationToken cancel)
    {
        await (write switch
        {
            PublishNodeNetwork wanted => networks.WriteAsync(wanted, cancel),
            RemoveNodeNetwork wanted => networks.RemoveAsync(wanted.Node, cancel),
            PublishNode wanted => nodes.WriteAsync(wanted, cancel),
            PublishConfigurationStatus wanted => statuses.WriteAsync(wanted, cancel),
            PublishClassStatus wanted => statuses.WriteAsync(wanted, cancel),
            PublishReservation wanted => statuses.WriteAsync(wanted, cancel),
            CreateReservation wanted => statuses.WriteAsync(wanted, cancel),
            RemoveReservation wanted => statuses.WriteAsync(wanted, cancel),
            MarkValidity wanted => statuses.WriteAsync(wanted, cancel),
            ReportEvent wanted => events.WriteAsync(wanted, cancel),
            _ => throw new InvalidOperationException($"nobody knows how to write {write.GetType().Name}"),
        });
        return write is RemoveNodeNetwork or CreateReservation or RemoveReservation or MarkValidity or ReportEvent ? WriteResult.Over : WriteResult.Kept;
    }
}
