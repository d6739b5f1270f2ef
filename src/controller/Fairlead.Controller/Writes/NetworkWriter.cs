using Fairlead.Allocation.Deeds;
using Fairlead.Kubernetes;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Writes;

/// <summary>
/// Writes a node's network: <c>spec</c>, and of <c>status</c> what is not the agent's. Every write names the version that it follows, and
/// none is made on one of a later term: what a replaced controller still wants cannot get in.
/// </summary>
/// <param name="find">The object as it was last seen; null where there was none.</param>
internal sealed class NetworkWriter(ClusterClient client, long term, Func<string, NodeNetwork?> find)
{
    private const int Tries = 6;

    /// <returns>False where it was so already.</returns>
    /// <exception cref="TermOverException">A later controller has written.</exception>
    public async Task<bool> WriteAsync(PublishNodeNetwork wanted, CancellationToken cancel)
    {
        var seen = find(wanted.Node);
        for (var left = Tries; ; left--)
        {
            try
            {
                var there = seen is null ? await CreateAsync(wanted, cancel) : await WriteSpecAsync(wanted, seen, cancel);
                return await WriteStatusAsync(wanted, there, cancel) || !ReferenceEquals(there, seen);
            }
            catch (ClusterException error) when (left > 1 && (error.IsConflict || error.IsAlreadyExists || (error.IsNotFound && seen is not null)))
            {
                seen = await client.FindAsync<NodeNetwork>(wanted.Node, cancel: cancel);
            }
        }
    }

    /// <exception cref="TermOverException">A later controller has written.</exception>
    public async Task RemoveAsync(string node, CancellationToken cancel)
    {
        if (await client.FindAsync<NodeNetwork>(node, cancel: cancel) is not { } there)
        {
            return;
        }

        Check(node, there);
        try
        {
            await client.DeleteAsync(there, cancel);
        }
        catch (ClusterException error) when (error.IsNotFound)
        {
        }
    }

    private Task<NodeNetwork> CreateAsync(PublishNodeNetwork wanted, CancellationToken cancel) =>
        client.CreateAsync(new NodeNetwork { Metadata = new ObjectMeta { Name = wanted.Node }, Spec = wanted.Spec }, cancel);

    private async Task<NodeNetwork> WriteSpecAsync(PublishNodeNetwork wanted, NodeNetwork there, CancellationToken cancel)
    {
        Check(wanted.Node, there);
        return IsSame(ResourcePatch.NodeNetworkSpec(wanted.Spec, ""), ResourcePatch.NodeNetworkSpec(there.Spec, ""))
            ? there
            : await client.PatchAsync<NodeNetwork>(wanted.Node, "", ResourcePatch.NodeNetworkSpec(wanted.Spec, there.Metadata.ResourceVersion), cancel);
    }

    private async Task<bool> WriteStatusAsync(PublishNodeNetwork wanted, NodeNetwork there, CancellationToken cancel)
    {
        if (IsSame(ResourcePatch.NodeNetworkStatus(wanted.Status), ResourcePatch.NodeNetworkStatus(there.Status)))
        {
            return false;
        }

        await client.PatchStatusAsync<NodeNetwork>(wanted.Node, "", ResourcePatch.NodeNetworkStatus(wanted.Status, there.Metadata.ResourceVersion), cancel);
        return true;
    }

    private void Check(string node, NodeNetwork there)
    {
        // An agent has not forgotten the terms that a store forgot when it was put back, and heeds none below.
        if (Terms.Highest(there) is var highest && highest > term)
        {
            throw new TermOverException(node, term, highest);
        }
    }

    private static bool IsSame(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other) => one.Span.SequenceEqual(other.Span);
}
