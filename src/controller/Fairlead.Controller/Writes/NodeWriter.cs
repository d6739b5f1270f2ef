using System.Globalization;
using System.Text.Json;
using Fairlead.Allocation.Deeds;
using Fairlead.Kubernetes;
using Fairlead.Resources.Core;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;

namespace Fairlead.Controller.Writes;

/// <summary>Writes of a Node what the scheduler must know. What others say of it, the kubelet's conditions above all, stays as it is.</summary>
internal sealed class NodeWriter(ClusterClient client, Func<string, Node?> find)
{
    private const int Tries = 6;

    /// <returns>False where it was so already.</returns>
    public async Task<bool> WriteAsync(PublishNode wanted, CancellationToken cancel)
    {
        if (find(wanted.Node) is { } seen && IsSo(wanted, seen))
        {
            return false;
        }

        for (var left = Tries; ; left--)
        {
            using var there = await client.GetJsonAsync<Node>(wanted.Node, cancel: cancel);
            try
            {
                await client.PatchStatusAsync<Node>(wanted.Node, "", Patch(wanted, there.RootElement), cancel);
                return true;
            }
            catch (ClusterException error) when (error.IsConflict && left > 1)
            {
            }
        }
    }

    private static bool IsSo(PublishNode wanted, Node seen) =>
        wanted.Resources.All(resource => Has(seen.Status.Capacity, resource) && Has(seen.Status.Allocatable, resource))
        && wanted.Conditions.All(condition => seen.Status.Conditions.Any(found => IsSame(found, condition)));

    private static bool Has(IReadOnlyDictionary<string, string> quantities, KeyValuePair<string, long?> resource) =>
        quantities.GetValueOrDefault(resource.Key) == resource.Value?.ToString(CultureInfo.InvariantCulture);

    private static bool IsSame(Condition one, Condition other) =>
        (one.Type, one.Status, one.Reason, one.Message) == (other.Type, other.Status, other.Reason, other.Message);

    private static ReadOnlyMemory<byte> Patch(PublishNode wanted, JsonElement node)
    {
        var version = node.GetProperty("metadata").GetProperty("resourceVersion").GetString() ?? "";
        var conditions = wanted.Conditions.Count > 0 && node.TryGetProperty("status", out var status) && status.TryGetProperty("conditions", out var found) ? found : default;
        return ResourcePatch.NodeStatus(wanted.Resources, conditions, wanted.Conditions, version);
    }
}
