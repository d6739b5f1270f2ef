using Fairlead.Agent.Journal;
using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;

namespace Fairlead.Agent.Tests.Faults;

/// <summary>What becomes of the node's memory, and what an agent makes of it.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly TestNode _node = new TestNode().Started();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_torn_tail_costs_nothing_that_was_answered()
    {
        var pod = _node.AddPod("one", out var answer);
        _node.Stop();
        using (var journal = new FileStream(_node.Paths.Journal, FileMode.Append))
        {
            journal.Write("FLJ1\x40\0\0\0torn"u8);
        }

        _node.Started();
        Assert.Contains("torn", _node.Log, StringComparison.Ordinal);
        Assert.Equal(["one/eth0"], _node.Tables.Attachments);
        Serves(pod, answer);
        _node.AddPod("two", out _);
        _node.Restart();
        Assert.Equal(["one/eth0", "two/eth0"], _node.Tables.Attachments);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_corrupt_one_is_set_aside_and_rebuilt_from_what_bears_our_mark(int record)
    {
        var one = _node.AddPod("one", out var first);
        var two = _node.AddPod("two", out var second);
        // Where no path is known, a namespace is found by what runs in it.
        one.Populate();
        two.Populate();
        using var stream = new LongConnection(_node.Outside, one.Netns, first.V4, 8080);
        _node.Stop();
        Corrupt(record);
        _node.Started();
        Assert.Equal(["one/eth0", "two/eth0"], _node.Tables.Attachments);
        Assert.NotEmpty(Directory.GetFiles(_node.Paths.State, "journal.corrupt-*"));
        Assert.True(stream.Echoes());
        Serves(one, first);
        Serves(two, second);
        _node.Tables.AssertNoneLost();
        var three = _node.AddPod("three", out var third);
        Assert.DoesNotContain(third.V4, new[] { first.V4, second.V4 });
        Serves(three, third);
        _node.Plugin(CniCall.Of("DEL", one)).Succeeded();
        Assert.False(NodeWorld.HasLink(one.Netns, "eth0"));
    }

    [Fact]
    public void A_lost_one_is_rebuilt_too()
    {
        var pod = _node.AddPod("one", out var answer);
        using var stream = new LongConnection(_node.Outside, pod.Netns, answer.V4, 8080);
        var before = new KernelText(_node.Node).Lines;
        _node.Stop();
        File.Delete(_node.Paths.Journal);
        _node.Started();
        Assert.Equal(["one/eth0"], _node.Tables.Attachments);
        Assert.True(stream.Echoes());
        // The pod's namespace was found nowhere, and yet nothing of it was touched.
        Assert.Equal(before, new KernelText(_node.Node).Lines);
        _node.AddPod("two", out var second);
        Assert.NotEqual(answer.V4, second.V4);
    }

    [Fact]
    public void It_is_compacted_and_says_the_same()
    {
        var path = Path.Combine(_node.Folder, "another/journal");
        using (var journal = NodeJournal.Open(path, TimeProvider.System))
        {
            journal.Append(new KernelLife("this one"), new SettingSaved("net/ipv4/ip_forward", "0"));
            for (var index = 1; journal.Length < 300 * 1024; index++)
            {
                journal.Append([.. Enumerable.Repeat(new IndexesReserved(index), 500)]);
            }

            journal.CompactIfWorthwhile();
            Assert.True(journal.Length < 4096);
        }

        using var again = NodeJournal.Open(path, TimeProvider.System);
        Assert.Equal(JournalDamage.None, again.Opening.Damage);
        Assert.Equal("this one", again.Snapshot().Life);
        Assert.Equal(["net/ipv4/ip_forward"], again.Snapshot().Settings.Keys);
    }

    private void Serves(TestPod pod, CniAnswer answer)
    {
        Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, _node.Outside, "172.16.10.2", 80));
        Assert.Equal("fd16::2", Probe.Tcp(_node.Outside, pod.Netns, answer.V6, 80));
    }

    /// <summary>Turns one octet in the body of a record; of the last one when there are not so many.</summary>
    private void Corrupt(int record)
    {
        var octets = File.ReadAllBytes(_node.Paths.Journal);
        var at = 0;
        for (var i = 0; i < record; i++)
        {
            var next = octets.AsSpan(at + 1).IndexOf("FLJ1"u8);
            at = next < 0 ? at : at + 1 + next;
        }

        octets[at + 20] ^= 0x55;
        File.WriteAllBytes(_node.Paths.Journal, octets);
    }
}
