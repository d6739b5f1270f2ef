using Fairlead.Linux.Enis;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Nftables;

/// <summary>
/// Our tables inside pods. What may change them is the socket that made them, and it is held as long as the agent runs: a pod that
/// may administer its network cannot open itself. The kernel keeps tables without their owner (6.9), so that an agent that is
/// started again adopts them. Before 6.9 they are plain ones, and such a pod can do what it likes (<see cref="CanOwn"/>).
/// </summary>
/// <param name="canOwn">False where it is known that this kernel has no such tables.</param>
public sealed class PodGuardTarget(INetnsResolver resolver, bool canOwn = true) : ITarget<Netns, PodGuardRow>, IDisposable
{
    private readonly Dictionary<Netns, (NftConnection Connection, NetnsIdentity Pod)> _held = [];

    // Held for a whole change: what it is written by must not be closed meanwhile.
    private readonly Lock _lock = new();
    private long _putBack;
    private volatile bool _cannotOwn = !canOwn;

    public string Name => "pod-guards";

    /// <summary>Whether this kernel has tables that nobody but their owner can change and that outlive it; true until it has refused.</summary>
    public bool CanOwn => !_cannotOwn;

    /// <summary>Guards that were missing in pods that had their ENI already: what such a pod sent meanwhile was not held.</summary>
    public long PutBack => Interlocked.Read(ref _putBack);

    public Scope ScopeOf(Netns key, PodGuardRow row) => Scope.Of(key);

    public IReadOnlyDictionary<Netns, PodGuardRow> Read(Scope scope, IReadOnlyDictionary<Netns, PodGuardRow> wished)
    {
        var rows = new Dictionary<Netns, PodGuardRow>();
        foreach (var (netns, wish) in wished)
        {
            if (resolver.Resolve(netns) is { } pod && Read(netns, pod) is { Objects.Count: > 0 } row)
            {
                rows[netns] = _cannotOwn && row == Plain(wish) ? wish : row;
            }
        }

        return rows;
    }

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<Netns, PodGuardRow>> changes) => [.. changes.Select(TryAlone)];

    /// <summary>
    /// Lets go of the pod's namespace, which an open socket keeps alive: nothing else may be in it any more. Its rules stay as long as it does.
    /// Waits for what is being written there.
    /// </summary>
    public void LetGo(Netns netns)
    {
        lock (_lock)
        {
            if (_held.Remove(netns, out var held))
            {
                held.Connection.Dispose();
            }
        }
    }

    public bool Holds(Netns netns)
    {
        lock (_lock)
        {
            return _held.ContainsKey(netns);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var held in _held.Values)
            {
                held.Connection.Dispose();
            }

            _held.Clear();
        }
    }

    private static PodGuardRow Read(Netns netns, INetworkNamespace pod)
    {
        using var reader = NftReader.Open(pod);
        return PodGuardRow.Of(netns, NftObjectRow.From(reader.Read(OurMark.NftablesTable)));
    }

    private Outcome TryAlone(Change<Netns, PodGuardRow> change)
    {
        lock (_lock)
        {
            return Try(change);
        }
    }

    private Outcome Try(Change<Netns, PodGuardRow> change)
    {
        try
        {
            if (change.Desired is { } row)
            {
                Put(row);
            }
            else
            {
                Remove(change.Key, change.Actual);
            }

            return Outcome.Done;
        }
        catch (KernelException error)
        {
            return Outcome.Failed(error);
        }
    }

    private void Put(PodGuardRow row)
    {
        var pod = resolver.Resolve(row.Netns)
            ?? throw new KernelException("guarding", $"pod {row.Netns}", Errno.ENOENT, "its network namespace is gone");
        var there = Read(row.Netns, pod).Objects;
        if (there.Count == 0 && HasEni(pod))
        {
            Interlocked.Increment(ref _putBack);
        }

        try
        {
            Write(row.Netns, pod, there, (_cannotOwn ? Plain(row) : row).Objects);
        }
        catch (KernelException error) when (!_cannotOwn && OwnedTables.IsRefusal(error) && !OwnedTables.AreOffered(Held(row.Netns, pod)))
        {
            Write(row.Netns, pod, there, Plain(row).Objects);
            _cannotOwn = true;
        }

        if (_cannotOwn)
        {
            // A plain table needs nobody to keep it.
            LetGo(row.Netns);
        }
    }

    // A guard comes before the ENI.
    private static bool HasEni(INetworkNamespace pod)
    {
        using var reader = KernelReader.Open(pod);
        return reader.Links().Any(EniMark.IsMarked);
    }

    private void Write(Netns netns, INetworkNamespace pod, EquatableList<NftObjectRow> there, EquatableList<NftObjectRow> wished)
    {
        Change<NftObjectKey, NftObjectRow>[] first = [];
        if (there.Any(row => row.Key.Kind == NftObjectKind.Table && IsForeign(row, wished)))
        {
            // A table that anybody may change cannot become one that nobody may: it goes, and ours comes, at once or not at all.
            first = Tables(there);
            there = [];
        }

        var before = there.ToDictionary(row => row.Key);
        var after = wished.ToDictionary(row => row.Key);
        Commit(Held(netns, pod), first, [
            .. wished.Where(row => !row.Equals(before.GetValueOrDefault(row.Key))).Select(row => new Change<NftObjectKey, NftObjectRow>(row.Key, before.GetValueOrDefault(row.Key), row)),
            .. there.Where(row => !after.ContainsKey(row.Key)).Select(row => new Change<NftObjectKey, NftObjectRow>(row.Key, row, null)),
        ]);
    }

    /// <summary>By the socket in the pod where it is held: the namespace may be out of everybody else's reach.</summary>
    private void Remove(Netns netns, PodGuardRow? there)
    {
        try
        {
            if (Held(netns, resolver.Resolve(netns)) is { } connection)
            {
                Commit(connection, Tables(there?.Objects ?? []));
            }
        }
        catch (KernelException error) when (error.IsNotFound)
        {
            // The pod was rid of it already.
        }
        finally
        {
            LetGo(netns);
        }
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(pod))]
    private NftConnection? Held(Netns netns, INetworkNamespace? pod)
    {
        if (_held.TryGetValue(netns, out var held))
        {
            if (pod is null || held.Pod == pod.Identity)
            {
                return held.Connection;
            }

            // The same sandbox in another namespace: its former one is gone.
            _held.Remove(netns);
            held.Connection.Dispose();
        }

        if (pod is null)
        {
            return null;
        }

        var connection = new NftConnection(pod.Open(NetlinkProtocol.Netfilter));
        _held[netns] = (connection, pod.Identity);
        return connection;
    }

    /// <summary>All of them or none, one list after the other.</summary>
    private static void Commit(NftConnection connection, params IReadOnlyList<Change<NftObjectKey, NftObjectRow>>[] changes)
    {
        var names = new List<string>();
        connection.Commit(
            batch =>
            {
                var transaction = new NftTransaction(batch, names);
                foreach (var some in changes)
                {
                    transaction.Write(some);
                }
            },
            place => names.ElementAtOrDefault(place) ?? "nftables");
    }

    private static bool IsForeign(NftObjectRow table, EquatableList<NftObjectRow> wished) =>
        wished.Any(row => row.Key == table.Key && (row.Flags & NftTableFlags.Persist) != 0) && (table.Flags & NftTableFlags.Persist) == 0;

    private static Change<NftObjectKey, NftObjectRow>[] Tables(EquatableList<NftObjectRow> objects) =>
        [.. objects.Where(row => row.Key.Kind == NftObjectKind.Table).Select(row => new Change<NftObjectKey, NftObjectRow>(row.Key, row, null))];

    private static PodGuardRow Plain(PodGuardRow row) =>
        row with { Objects = [.. row.Objects.Select(one => one.Key.Kind == NftObjectKind.Table ? one with { Flags = NftTableFlags.None } : one)] };
}
