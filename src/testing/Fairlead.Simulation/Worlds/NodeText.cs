using System.Text;
using Fairlead.Simulation.Time;

namespace Fairlead.Simulation.Worlds;

/// <summary>A node as store, cloud and agent have it, for whoever reads why a world failed.</summary>
internal static class NodeText
{
    /// <summary>Of the nodes that a text names.</summary>
    public static string Of(SimulatedCluster cluster, string text)
    {
        var said = new StringBuilder();
        foreach (var node in cluster.Nodes.All.Where(node => Names(text, node.Name)).Take(4))
        {
            var network = cluster.Store.Networks.GetValueOrDefault(node.Name);
            said.AppendLine($"{node.Name}: {node.Instance} {node.Type}, {node.Pods.Count} pods, {node.Agent.Waiting} wait");
            said.AppendLine($"  offered {ChronicleText.Of(network?.Spec.Interfaces)} slices {ChronicleText.Of(network?.Spec.PodSlices)} fixed {ChronicleText.Of(network?.Spec.FixedAddresses)}");
            said.AppendLine($"  status addresses {network?.Status.Addresses} leased {network?.Status.Leased} demand {network?.Status.Demand} {ChronicleText.Of(network?.Status.Conditions)}");
            said.AppendLine($"  agent of generation {network?.Status.Agent?.ObservedGeneration} of {network?.Metadata.Generation}: leases {ChronicleText.Of(network?.Status.Agent?.Leases.Select(lease => $"{lease.PodName}={lease.Address}"))} retired {ChronicleText.Of(network?.Status.Agent?.Retired)} seen {ChronicleText.Of(network?.Status.Agent?.Seen)}");
            foreach (var id in cluster.Cloud.State.Index.InterfacesByInstance.Of(node.Instance))
            {
                var eni = cluster.Cloud.State.Interfaces[id];
                said.AppendLine($"  cloud {eni.Id} {eni.Type} {eni.Status} {eni.VSwitch} {eni.Mac} {string.Join(' ', eni.Addresses)} {string.Join(' ', eni.Prefixes)}");
            }
        }

        foreach (var item in cluster.Store.Reservations.Values.Where(item => Names(text, $"{item.Metadata.Namespace}/{item.Spec.Pod}")).Take(4))
        {
            said.AppendLine($"reserved for {item.Metadata.Namespace}/{item.Spec.Pod}: {ChronicleText.Of(item.Status)} {ChronicleText.Of(item.Status.Conditions)}");
            foreach (var eni in cluster.Cloud.State.Interfaces.Values.Where(eni => item.Status.Addresses.Any(eni.Owns)))
            {
                said.AppendLine($"  cloud {eni.Id} {eni.Status} of {eni.Instance} {cluster.Nodes.OfInstance(eni.Instance)?.Name} {eni.VSwitch} {string.Join(' ', eni.Addresses)}");
            }
        }

        return said.ToString();
    }

    private static bool Names(string text, string node)
    {
        var at = text.IndexOf(node, StringComparison.Ordinal);
        while (at >= 0 && at + node.Length < text.Length && char.IsDigit(text[at + node.Length]))
        {
            at = text.IndexOf(node, at + 1, StringComparison.Ordinal);
        }

        return at >= 0;
    }
}
