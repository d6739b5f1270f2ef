using Fairlead.Datapath;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <summary>The numbers of our link groups, which must be ours alone: a delete by group takes everybody's links.</summary>
internal static class LinkGroups
{
    /// <exception cref="WorldException">Somebody else's link is in one of them; it would be guarded as a pod's, or deleted.</exception>
    public static void Check(INetworkNamespace node, DatapathOptions options)
    {
        using var reader = KernelReader.Open(node);
        var foreign = reader.Links().FirstOrDefault(link => !NodeFactsReader.IsOurs(link) && (link.Group == options.PodGroup || link.Group == options.DyingGroup));
        if (foreign is not null)
        {
            throw new WorldException(
                "checking", $"link group {foreign.Group}",
                $"link {foreign.Name} is in it and not ours: take it out (ip link set {foreign.Name} group default), or choose other numbers for podGroup and dyingGroup", 0);
        }
    }
}
