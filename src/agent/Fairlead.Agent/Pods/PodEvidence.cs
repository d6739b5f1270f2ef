using Fairlead.Agent.Node;
using Fairlead.Datapath;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Pods;

/// <summary>
/// Whether a pod is still there, by what the node itself sees. Its link dies with its namespace, and a namespace whose path the
/// agent cannot see may be alive: only where both are gone, the pod is.
/// </summary>
/// <param name="numbers">By which shared ENIs are known in the kernel.</param>
public sealed class PodEvidence(INetworkNamespace node, SharedEniOptions numbers)
{
    /// <exception cref="KernelException">The node's links cannot be read.</exception>
    public IReadOnlyList<PodAttachment> OfGone(IReadOnlyList<PodAttachment> pods)
    {
        var lost = pods.Where(pod => !PodNamespaces.Exists(pod)).ToList();
        if (lost.Count == 0)
        {
            return [];
        }

        var present = OurLinks().Select(link => link.Name).ToHashSet();
        return [.. lost.Where(pod => !present.Contains(pod.Id.HostLinkName))];
    }

    /// <summary>Links of the node that bear our mark, also those of an ADD that was never answered.</summary>
    /// <exception cref="KernelException">The node's links cannot be read.</exception>
    public IReadOnlyList<ObservedLink> OurLinks()
    {
        using var reader = KernelReader.Open(node);
        return [.. reader.Links().Where(NodeFactsReader.IsOurs)];
    }

    /// <summary>Attachments that have a link and are not among the known ones, as far as the kernel tells of them.</summary>
    /// <exception cref="KernelException">The node cannot be read.</exception>
    public IReadOnlyList<PodAttachment> Unknown(IReadOnlySet<AttachmentId> known) =>
        [.. KernelRecords.Read(node, OurLinks(), numbers).Where(pod => !known.Contains(pod.Id))];
}
