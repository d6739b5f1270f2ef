using Fairlead.Agent.Journal;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Tests.Pods;

/// <summary>What was seen of a pod, and is acted upon when that one has gone and perhaps another of its id has come.</summary>
public sealed class LaterLifeTests : IDisposable
{
    private static readonly AttachmentId Id = new("web", "eth0");

    private readonly FakeNode _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_pod_that_was_found_gone_is_collected_and_the_next_one_of_its_id_is_not()
    {
        var first = _node.Attach("web");
        _node.Pods.Detach(Id);
        var second = _node.Attach("web");
        Assert.False(_node.Pods.Collect(first));
        Assert.Equal(second.HostIndex, _node.Register.Find(Id)?.HostIndex);
        Assert.True(_node.Pods.Collect(second));
        Assert.Null(_node.Register.Find(Id));
    }

    [Fact]
    public void What_changes_about_a_pod_that_has_gone_brings_it_back_neither_to_the_register_nor_to_the_journal()
    {
        var first = _node.Attach("web");
        Change(first, 1400);
        Assert.Equal((1400, 1400), (_node.Register.Find(Id)?.Mtu, _node.Journal.Snapshot().Attachments[Id].Mtu));
        // Also if it goes at this very moment.
        _node.Register.Changed = () =>
        {
            _node.Register.Changed = () => { };
            Change(first, 1300);
        };
        _node.Pods.Detach(Id);
        Assert.Null(_node.Register.Find(Id));
        Assert.Empty(_node.Journal.Snapshot().Attachments);
        _node.Attach("web");
        Change(first, 1200);
        Assert.Equal((1500, 1500), (_node.Register.Find(Id)?.Mtu, _node.Journal.Snapshot().Attachments[Id].Mtu));
    }

    private void Change(PodAttachment pod, int mtu)
    {
        var changed = pod with { Mtu = mtu };
        _node.Register.Change(changed, () => _node.Journal.Owe(new AttachmentPut(changed)));
    }
}
