using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;
using Fairlead.Testing.Clocks;
using Fairlead.Testing.Worlds;

namespace Fairlead.Core.Tests.Reconciliation;

/// <summary>Two targets, "first" and "second", and a reconciler over them; the worlds stay when the reconciler is started again.</summary>
internal sealed class Bench
{
    public Bench(params string[] sources) => (Reconciler, First, Second) = Start(sources);

    public ManualClock Clock { get; } = new();

    public MemoryTarget<string, Word> FirstWorld { get; } = new("first", InNamespace);

    public MemoryTarget<string, Word> SecondWorld { get; } = new("second", InNamespace);

    public List<string> Log { get; } = [];

    public Reconciler Reconciler { get; private set; }

    public Table<string, Word> First { get; private set; }

    public Table<string, Word> Second { get; private set; }

    /// <summary>Nobody to wait for: what is not wished is pruned at once.</summary>
    public static WorldException Refusal(string reason = "no such device (ENODEV)") => new("adding", "it", reason, 19);

    public void Restart(params string[] sources) => (Reconciler, First, Second) = Start(sources);

    public Ticket Put(string key, string text) => Reconciler.Write().Upsert(First, key, new Word(text)).Commit();

    public Ticket Delete(string key) => Reconciler.Write().Delete(First, key).Commit();

    /// <summary>Steps until there is nothing to do but wait.</summary>
    public void Settle()
    {
        for (var i = 0; Reconciler.Step() == TimeSpan.Zero; i++)
        {
            Assert.True(i < 1000, "the reconciler does not come to rest");
        }
    }

    public void Advance(double seconds)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        Settle();
    }

    public TableLine Line(string key) => First.Lines().Single(line => line.Key == key);

    // Keys "pod/x" lie in the namespace "pod", others in the node's.
    private static Scope InNamespace(string key, Word word) =>
        key.IndexOf('/') is var slash and > 0 ? Scope.Of(new LinkKey(new Netns(key[..slash]), "eth0")) : Scope.Of(Netns.Node);

    private (Reconciler, Table<string, Word>, Table<string, Word>) Start(string[] sources)
    {
        var reconciler = new Reconciler(Clock, new ReconcilerOptions(), sources);
        FirstWorld.Applying = changes => Log.AddRange(changes.Select(change => Describe("first", change)));
        SecondWorld.Applying = changes => Log.AddRange(changes.Select(change => Describe("second", change)));
        return (reconciler, reconciler.Add(FirstWorld), reconciler.Add(SecondWorld));
    }

    private static string Describe(string table, Change<string, Word> change) =>
        $"{(change.Desired is null ? "remove" : change.Actual is null ? "create" : "update")} {table} {change.Key}";
}
