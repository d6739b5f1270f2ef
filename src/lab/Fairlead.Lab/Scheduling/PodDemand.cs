using System.Globalization;
using Fairlead.Resources.Core;

namespace Fairlead.Lab.Scheduling;

/// <summary>What a pod takes of a node.</summary>
/// <param name="Resources">Whole units by name; only resources that are counted one by one, such as <c>fairlead.io/eni</c>.</param>
/// <param name="HostPorts">As <c>TCP 8080</c>.</param>
internal sealed record PodDemand(IReadOnlyDictionary<string, long> Resources, IReadOnlySet<string> HostPorts)
{
    public static PodDemand Of(Pod pod)
    {
        var sum = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, count) in pod.Spec.Containers.SelectMany(Asked))
        {
            sum[name] = sum.GetValueOrDefault(name) + count;
        }

        // Init containers run one after the other, before the others: the largest of them counts (scheduler, PodRequests).
        foreach (var (name, count) in pod.Spec.InitContainers.SelectMany(Asked))
        {
            sum[name] = Math.Max(sum.GetValueOrDefault(name), count);
        }

        return new PodDemand(sum, pod.Spec.Containers.SelectMany(container => container.Ports).Where(port => port.HostPort > 0).Select(port => $"{port.Protocol} {port.HostPort}").ToHashSet());
    }

    // What only has a limit asks for as much. Names without a slash (cpu, memory) are shares of what a lab does not divide.
    private static IEnumerable<KeyValuePair<string, long>> Asked(Container container) =>
        container.Resources.Limits.Concat(container.Resources.Requests)
            .Where(pair => pair.Key.Contains('/', StringComparison.Ordinal))
            .GroupBy(pair => pair.Key, pair => Count(pair.Value))
            .Select(group => KeyValuePair.Create(group.Key, group.Last()))
            .Where(pair => pair.Value > 0);

    public static long Count(string quantity) => long.TryParse(quantity, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
