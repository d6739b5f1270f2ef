using System.Globalization;
using Fairlead.Agent.Reports;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Processes;
using Fairlead.Planning.Doctor;

namespace Fairlead.Lab.Observation;

/// <summary>Examines nodes of a running lab.</summary>
public static class LabDoctor
{
    /// <exception cref="LabException">There is no such host.</exception>
    /// <exception cref="Reconciliation.WorldException">The node's kernel cannot be read.</exception>
    public static IReadOnlyList<Diagnosis> Examine(LabPlaces places, string node) =>
        [.. NodeDoctor.Examine(Chart(places, node)).Select(found => found with { Action = places.Lab.Advice(found.Action) })];

    private static NodeChart Chart(LabPlaces places, string node)
    {
        var lab = places.Lab;
        var status = lab.Status();
        var reader = new NodeChartReader(node, places.Netns(node), new NodeRoot(string.Create(CultureInfo.InvariantCulture, $"/proc/{status.PidOf(node)}/root")))
        {
            OwnPlugin = Installation.InsideLab.Plugin,
            StartAgent = $"fairlead lab agent start {node}",
            Vpc = new VpcChart(
                [.. status.Routes.Select(route => new VpcRoute(route.Destination, route.NextHop))],
                lab.Vpc().State.FindInterface(node)?.SourceDestinationCheck ?? false),
        };
        return reader.Read();
    }
}
