using System.Globalization;
using Fairlead.Cli.Output;
using Fairlead.Lab.Supervision;
using Fairlead.Vpc.Control;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Lab;

/// <summary>A lab as tables.</summary>
internal static class StatusText
{
    public static void Write(IAnsiConsole console, LabStatus status)
    {
        console.WriteLine($"lab {status.Name}, up since {status.Since.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}");
        console.WriteLine();
        WriteHosts(console, status);
        if (status.Hosts.Any(host => host.Nics.Count > 0))
        {
            console.WriteLine();
            WriteNics(console, status);
        }

        if (status.Trouble is { } trouble)
        {
            console.WriteLine();
            console.WriteLine($"not as the API says: {trouble}");
        }

        console.WriteLine();
        WritePods(console, status);
        console.WriteLine();
        WriteRoutes(console, status);
        if (status.Cloud is { } cloud)
        {
            console.WriteLine();
            WriteCloud(console, cloud);
        }

        if (status.Cluster is { } cluster)
        {
            console.WriteLine();
            WriteCluster(console, cluster);
        }
    }

    /// <summary>What an SDK's script needs; the secret is this lab's own and opens nothing else.</summary>
    private static void WriteCloud(IAnsiConsole console, CloudAccess cloud)
    {
        var table = CommandOutput.Table("OPENAPI", "");
        (string Name, string? Value)[] rows =
        [
            ("endpoint", cloud.Endpoint), ("from hosts", cloud.InsideEndpoint), ("region", cloud.RegionId), ("VPC", cloud.VpcId),
            ("access key id", cloud.AccessKeyId), ("access key secret", cloud.AccessKeySecret),
        ];
        foreach (var (name, value) in rows.Where(row => row.Value is not null))
        {
            table.AddRow(Cells(name, value!));
        }

        console.Write(table);
    }

    public static void WriteHosts(IAnsiConsole console, LabStatus status)
    {
        var table = CommandOutput.Table("HOST", "ROLE", "VSWITCH", "ADDRESSES", "POD SLICES", "AGENT");
        foreach (var host in status.Hosts)
        {
            table.AddRow(Cells(
                host.Name, Lower(host.Role), host.VSwitch ?? "-", string.Join(' ', host.Addresses),
                host.PodSlices.Count == 0 ? "-" : string.Join(' ', host.PodSlices), host.Agent is { } agent ? Lower(agent) : "-"));
        }

        console.Write(table);
    }

    private static void WriteNics(IAnsiConsole console, LabStatus status)
    {
        var table = CommandOutput.Table("HOST", "NIC", "ENI", "ADDRESSES");
        foreach (var (host, nic) in status.Hosts.SelectMany(host => host.Nics.Select(nic => (host, nic))))
        {
            table.AddRow(Cells(host.Name, nic.InterfaceName ?? "not carried", nic.Eni, string.Join(' ', [.. nic.Addresses.Select(address => $"{address}"), .. nic.Prefixes.Select(prefix => $"{prefix}")])));
        }

        console.Write(table);
    }

    public static void WritePods(IAnsiConsole console, LabStatus status)
    {
        if (status.Pods.Count == 0)
        {
            console.WriteLine("no pods");
            return;
        }

        var isCluster = status.Cluster is not null;
        var table = CommandOutput.Table(["POD", .. isCluster ? ["STATUS"] : Array.Empty<string>(), "NODE", "ADDRESSES", "LABELS", "PORTS"]);
        foreach (var pod in status.Pods)
        {
            table.AddRow(Cells(
            [
                pod.Name, .. isCluster ? [Phase(pod)] : Array.Empty<string>(), pod.Node.Length == 0 ? "-" : pod.Node, pod.Addresses.Count == 0 ? "-" : string.Join(' ', pod.Addresses),
                pod.Labels.Count == 0 ? "-" : string.Join(' ', pod.Labels.Select(label => $"{label.Key}={label.Value}")),
                pod.Ports.Count == 0 ? "-" : string.Join(", ", pod.Ports),
            ]));
        }

        console.Write(table);
    }

    public static void WriteRoutes(IAnsiConsole console, LabStatus status)
    {
        if (status.Routes.Count == 0)
        {
            console.WriteLine("no VPC routes");
            return;
        }

        var table = CommandOutput.Table("VPC ROUTE", "NEXT HOP");
        foreach (var route in status.Routes)
        {
            table.AddRow(Cells($"{route.Destination}", route.NextHop));
        }

        console.Write(table);
    }

    private static string Phase(PodStatus pod) => pod.Message is { } message ? $"{pod.Phase}: {message}" : pod.Phase;

    /// <summary>What kubectl needs, and what can be killed.</summary>
    private static void WriteCluster(IAnsiConsole console, ClusterStatus cluster)
    {
        var table = CommandOutput.Table("CLUSTER", "");
        table.AddRow(Cells("server", cluster.Server));
        table.AddRow(Cells("from hosts", cluster.InsideServer));
        foreach (var (name, state) in cluster.Programs)
        {
            table.AddRow(Cells(name, Lower(state)));
        }

        console.Write(table);
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static Text[] Cells(params string[] texts) => [.. texts.Select(text => new Text(text))];
}
