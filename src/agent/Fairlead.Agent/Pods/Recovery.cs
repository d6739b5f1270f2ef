using Fairlead.Agent.Journal;
using Fairlead.Agent.Log;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Pods;

/// <summary>Which attachments an agent that has just been started takes over from the one before it.</summary>
internal static class Recovery
{
    /// <exception cref="Linux.KernelException">The node's links cannot be read.</exception>
    public static IReadOnlyList<PodAttachment> Attachments(NodeJournal journal, PodEvidence evidence, INetworkNamespace node, NodeLog log)
    {
        var state = journal.Snapshot();
        var life = KernelLifeReader.Read(node.Identity);
        if (state.Life.Length > 0 && state.Life != life)
        {
            BeginLife(journal, state, life, log);
            return [];
        }

        if (state.Life.Length == 0)
        {
            journal.Owe(new KernelLife(life));
        }

        var pods = state.Attachments.Values.ToList();
        var gone = evidence.OfGone(pods);
        Drop(journal, gone, log, "went while no agent was there");
        return [.. pods.Except(gone), .. Rebuilt(journal, state, evidence, log)];
    }

    /// <summary>After a reboot no namespace of before is there, and no index has been used.</summary>
    private static void BeginLife(NodeJournal journal, JournalState state, string life, NodeLog log)
    {
        Drop(journal, state.Attachments.Values, log, "was of an earlier life of this kernel");
        journal.Owe(new IndexesReserved(0));
        journal.Owe(new KernelLife(life));
    }

    private static void Drop(NodeJournal journal, IEnumerable<PodAttachment> pods, NodeLog log, string why)
    {
        foreach (var pod in pods)
        {
            log.Say("journal", $"{PodRegister.Describe(pod)} {why}");
            journal.Owe(new AttachmentRemoved(pod.Id));
        }
    }

    /// <summary>
    /// Where the journal was damaged or is not there, links of ours that it does not know may be pods that were answered for.
    /// Otherwise they are half-made, and go.
    /// </summary>
    private static List<PodAttachment> Rebuilt(NodeJournal journal, JournalState state, PodEvidence evidence, NodeLog log)
    {
        if (journal.Opening.Damage == JournalDamage.None && state.Life.Length > 0)
        {
            return [];
        }

        var rebuilt = evidence.Unknown(state.Attachments.Keys.ToHashSet());
        foreach (var pod in rebuilt)
        {
            log.Say("journal", $"{PodRegister.Describe(pod)} was rebuilt from what the kernel has of it");
            journal.Owe(new AttachmentPut(pod));
        }

        return [.. rebuilt];
    }
}
