using Fairlead.Allocation.Deeds;
using Fairlead.Controller.Sources;
using Fairlead.Kubernetes;
using Fairlead.Resources.Json;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Writes;

/// <summary>Writes <c>status</c> of what people write, and the reservations that classes ask for.</summary>
internal sealed class StatusWriter(ClusterClient client, ClusterView view)
{
    public Task WriteAsync(PublishConfigurationStatus wanted, CancellationToken cancel) =>
        view.Configurations.Find(ClusterNetwork.Name) is { } seen && IsSame(ResourcePatch.Status(wanted.Status), ResourcePatch.Status(seen.Status))
            ? Task.CompletedTask
            : client.PatchStatusAsync<ClusterNetwork>(ClusterNetwork.Name, "", ResourcePatch.Status(wanted.Status), cancel);

    public Task WriteAsync(PublishClassStatus wanted, CancellationToken cancel) =>
        view.Classes.Find(wanted.Class) is { } seen && IsSame(ResourcePatch.Status(wanted.Status), ResourcePatch.Status(seen.Status))
            ? Task.CompletedTask
            : client.PatchStatusAsync<PodNetworkClass>(wanted.Class, "", ResourcePatch.Status(wanted.Status), cancel);

    public Task WriteAsync(PublishReservation wanted, CancellationToken cancel) =>
        view.Reservations.Find(wanted.Name, wanted.Namespace) is { } seen && IsSame(ResourcePatch.Status(wanted.Status), ResourcePatch.Status(seen.Status))
            ? Task.CompletedTask
            : client.PatchStatusAsync<AddressReservation>(wanted.Name, wanted.Namespace, ResourcePatch.Status(wanted.Status), cancel);

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

    private static bool IsSame(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other) => one.Span.SequenceEqual(other.Span);
}
