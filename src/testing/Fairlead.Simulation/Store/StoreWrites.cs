using Fairlead.Allocation.Deeds;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Simulation.Store;

/// <summary>What a controller writes, as the store takes it: each writer has its own fields, and a later term's are not overwritten.</summary>
internal static class StoreWrites
{
    /// <returns>False where somebody of a later term has written already, or the object is gone.</returns>
    public static bool Apply(ClusterStore store, StoreWrite write, long term) => write switch
    {
        PublishNodeNetwork publish => Network(store, publish, term),
        PublishNode publish => Node(store, publish),
        PublishReservation publish => Reservation(store, publish),
        CreateReservation create => Create(store, create.Reservation),
        PublishConfigurationStatus or PublishClassStatus or ReportEvent => true,
        RemoveNodeNetwork remove => Removed(() => store.RemoveNetwork(remove.Node)),
        RemoveReservation remove => Removed(() => store.RemoveReservation(remove.Namespace, remove.Name)),
        _ => throw new ArgumentException($"the store takes no {write}", nameof(write)),
    };

    private static bool Network(ClusterStore store, PublishNodeNetwork publish, long term)
    {
        var before = store.Networks.GetValueOrDefault(publish.Node);
        if (before?.Spec.Term > term)
        {
            return false;
        }

        var spec = publish.Spec with { Term = term };
        var isChanged = before is null || !SameSpec.Is(before.Spec, spec);
        store.Put(new NodeNetwork
        {
            Metadata = new ObjectMeta { Name = publish.Node },
            Spec = isChanged ? spec : before!.Spec,
            Status = publish.Status with { Agent = before?.Status.Agent },
        }, isChanged);
        return true;
    }

    private static bool Node(ClusterStore store, PublishNode publish)
    {
        if (!store.Nodes.TryGetValue(publish.Node, out var node))
        {
            return false;
        }

        var resources = new Dictionary<string, string>(node.Status.Allocatable);
        foreach (var (name, count) in publish.Resources)
        {
            if (count is { } given)
            {
                resources[name] = $"{given}";
            }
            else
            {
                resources.Remove(name);
            }
        }

        store.Put(node with { Status = node.Status with { Allocatable = resources, Capacity = resources } });
        return true;
    }

    private static bool Reservation(ClusterStore store, PublishReservation publish)
    {
        if (!store.Reservations.TryGetValue(ClusterStore.Key(publish.Namespace, publish.Name), out var reservation))
        {
            return false;
        }

        store.Put(reservation with { Status = publish.Status }, isSpecChanged: false);
        return true;
    }

    private static bool Create(ClusterStore store, AddressReservation reservation)
    {
        if (store.Reservations.ContainsKey(ClusterStore.Key(reservation.Metadata.Namespace, reservation.Metadata.Name)))
        {
            return false;
        }

        store.Put(reservation, isSpecChanged: true);
        return true;
    }

    private static bool Removed(Action remove)
    {
        remove();
        return true;
    }
}
