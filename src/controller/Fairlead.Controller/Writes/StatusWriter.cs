using Fairlead.Allocation.Deeds;
using Fairlead.Controller.Sources;
using Fairlead.Kubernetes;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Writes;

/// <summary>Writes <c>status</c> of what people write, and the reservations that classes ask for.</summary>
internal sealed class StatusWriter(ClusterClient client, ClusterView view)
{
    /// <returns>False where it was so already.</returns>
    public Task<bool> WriteAsync(PublishConfigurationStatus wanted, CancellationToken cancel)
    {
        var status = wanted.Status with { Conditions = With(wanted.Status.Conditions, view.Screening.RefusalOf<ClusterNetwork>(ClusterNetwork.Name)) };
        return WriteAsync<ClusterNetwork>(ClusterNetwork.Name, "", ResourcePatch.Status(status), view.Configurations.Find(ClusterNetwork.Name) is { } seen ? ResourcePatch.Status(seen.Status) : null, cancel);
    }

    public Task<bool> WriteAsync(PublishClassStatus wanted, CancellationToken cancel)
    {
        var status = wanted.Status with { Conditions = With(wanted.Status.Conditions, view.Screening.RefusalOf<PodNetworkClass>(wanted.Class)) };
        return WriteAsync<PodNetworkClass>(wanted.Class, "", ResourcePatch.Status(status), view.Classes.Find(wanted.Class) is { } seen ? ResourcePatch.Status(seen.Status) : null, cancel);
    }

    public Task<bool> WriteAsync(PublishReservation wanted, CancellationToken cancel)
    {
        var status = wanted.Status with { Conditions = With(wanted.Status.Conditions, view.Screening.RefusalOf<AddressReservation>(wanted.Name, wanted.Namespace)) };
        return WriteAsync<AddressReservation>(wanted.Name, wanted.Namespace, ResourcePatch.Status(status), view.Reservations.Find(wanted.Name, wanted.Namespace) is { } seen ? ResourcePatch.Status(seen.Status) : null, cancel);
    }

    /// <summary>Of an object that the allocator may never have heard of: what is there stays, but for the one condition.</summary>
    public async Task WriteAsync(MarkValidity mark, CancellationToken cancel)
    {
        var (name, ns) = (mark.Item.Metadata.Name, mark.Item.Metadata.Namespace);
        switch (mark.Item)
        {
            case ClusterNetwork:
                var network = await client.GetAsync<ClusterNetwork>(name, cancel: cancel);
                var configuration = network.Status with { Conditions = With(network.Status.Conditions, view.Screening.RefusalOf<ClusterNetwork>(name)) };
                await WriteAsync<ClusterNetwork>(name, ns, ResourcePatch.Status(configuration), ResourcePatch.Status(network.Status), cancel);
                break;
            case PodNetworkClass:
                var item = await client.GetAsync<PodNetworkClass>(name, cancel: cancel);
                var status = item.Status with { Conditions = With(item.Status.Conditions, view.Screening.RefusalOf<PodNetworkClass>(name)) };
                await WriteAsync<PodNetworkClass>(name, ns, ResourcePatch.Status(status), ResourcePatch.Status(item.Status), cancel);
                break;
            case AddressReservation:
                var reservation = await client.GetAsync<AddressReservation>(name, ns, cancel);
                var kept = reservation.Status with { Conditions = With(reservation.Status.Conditions, view.Screening.RefusalOf<AddressReservation>(name, ns)) };
                await WriteAsync<AddressReservation>(name, ns, ResourcePatch.Status(kept), ResourcePatch.Status(reservation.Status), cancel);
                break;
        }
    }

    public async Task WriteAsync(CreateReservation wanted, CancellationToken cancel)
    {
        try
        {
            await client.CreateAsync(wanted.Reservation, cancel);
        }
        catch (ClusterException error) when (error.IsAlreadyExists)
        {
        }
    }

    public Task WriteAsync(RemoveReservation wanted, CancellationToken cancel) => client.DeleteAsync<AddressReservation>(wanted.Name, wanted.Namespace, cancel: cancel);

    private async Task<bool> WriteAsync<T>(string name, string ns, ReadOnlyMemory<byte> wanted, ReadOnlyMemory<byte>? there, CancellationToken cancel)
        where T : class, IResource
    {
        if (there is { } same && same.Span.SequenceEqual(wanted.Span))
        {
            return false;
        }

        await client.PatchStatusAsync<T>(name, ns, wanted, cancel);
        return true;
    }

    private static IReadOnlyList<Condition> With(IReadOnlyList<Condition> conditions, string? refusal)
    {
        var others = conditions.Where(condition => condition.Type != MarkValidity.Condition);
        return refusal is null
            ? [.. others]
            : [.. others, new Condition(MarkValidity.Condition, Condition.False, "Refused", refusal)];
    }
}
