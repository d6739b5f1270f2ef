using Fairlead.Linux.Netlink;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Namespaces;

/// <summary>Carries changes out with one batch a namespace.</summary>
internal static class PerNamespace
{
    public static IReadOnlyList<Outcome> Apply<TKey, TRow>(
        NetnsConnections connections,
        IReadOnlyList<Change<TKey, TRow>> changes,
        string noun,
        Func<TKey, Netns> netnsOf,
        Action<ChangeBatch, int, Change<TKey, TRow>> write)
        where TKey : notnull
        where TRow : class, IEquatable<TRow>
    {
        var results = new WorldException?[changes.Count];
        var batches = new Dictionary<Netns, ChangeBatch>();
        for (var i = 0; i < changes.Count; i++)
        {
            try
            {
                var netns = netnsOf(changes[i].Key);
                if (!batches.TryGetValue(netns, out var batch))
                {
                    if (connections.Find(netns) is not { } connection)
                    {
                        // What was in a namespace went with it.
                        results[i] = changes[i].Desired is null ? null : Gone(noun, changes[i].Key);
                        continue;
                    }

                    batches[netns] = batch = new ChangeBatch(connection);
                }

                write(batch, i, changes[i]);
            }
            catch (KernelException error)
            {
                results[i] = changes[i].Desired is null && error.IsNotFound ? null : error;
            }
        }

        foreach (var batch in batches.Values)
        {
            batch.Execute(changes, results, noun);
        }

        return Outcomes(results);
    }

    public static Outcome[] Outcomes(WorldException?[] errors) =>
        Array.ConvertAll(errors, error => error is null ? Outcome.Done : Outcome.Failed(error));

    private static KernelException Gone<TKey>(string noun, TKey key)
        where TKey : notnull => new("adding", $"{noun} {key}", Interop.Errno.ENOENT, "its network namespace is gone");

    /// <summary>Reads the namespaces of a scope; one that is gone has nothing in it.</summary>
    public static void Read(NetnsConnections connections, Scope scope, Action<Netns, KernelReader> read)
    {
        foreach (var netns in scope.Netns is { } one ? [one] : connections.Resolver.Known)
        {
            if (connections.Find(netns) is not { } connection)
            {
                continue;
            }

            using var reader = new KernelReader(connection) { Owns = false };
            read(netns, reader);
        }
    }
}
