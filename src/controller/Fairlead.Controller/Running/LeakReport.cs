using System.Globalization;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Running;

/// <summary>What leaked, for people.</summary>
public static class LeakReport
{
    /// <param name="network">Null: there is no configuration.</param>
    public static IReadOnlyList<string> Lines(ClusterNetwork? network)
    {
        if (network is null)
        {
            return ["there is no ClusterNetwork 'default': no controller looks for anything"];
        }

        var leaked = network.Status.Leaked;
        if (leaked.Count == 0)
        {
            return [$"nothing of cluster '{network.Spec.Cluster}' is without an owner"];
        }

        var fate = network.Spec.Collection.DryRun
            ? "only named: spec.collection.dryRun is true"
            : $"collected when they have been without an owner for {network.Spec.Collection.AfterSeconds} s";
        var width = leaked.Max(item => item.Id.Length);
        return
        [
            $"{leaked.Count} of cluster '{network.Spec.Cluster}' without an owner, {fate}",
            .. leaked.Select(item => $"{item.Kind,-9}  {item.Id.PadRight(width)}  since {item.Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}  {item.Reason}"),
        ];
    }
}
