using System.Text;
using Fairlead.Lab.Supervision;
using Fairlead.Vpc.Topology;

namespace Fairlead.Lab.Drawing;

/// <summary>A lab as a tree of text: the VPC, its vSwitches, their hosts, the nodes' pods.</summary>
public static class TopologyTree
{
    private sealed record Branch(string Text, IReadOnlyList<Branch> Below);

    public static string Draw(LabStatus lab, VpcState vpc)
    {
        var text = new StringBuilder();
        text.Append($"VPC {string.Join(' ', vpc.Cidrs)}\n");
        var branches = new List<Branch> { Routes(lab) };
        branches.AddRange(vpc.VSwitches.Values.Select(vSwitch => VSwitchOf(lab, vSwitch)));
        branches.Add(new Branch("outside", [.. lab.Hosts.Where(host => host.Role == HostRole.Outside).Select(host => new Branch($"{host.Name}  {string.Join(' ', host.Addresses)}", []))]));
        Write(text, branches, "");
        return text.ToString();
    }

    private static Branch Routes(LabStatus lab) => lab.Routes.Count == 0
        ? new Branch("no custom routes", [])
        : new Branch("routes", [.. lab.Routes.Select(route => new Branch($"{route.Destination} → {route.NextHop}", []))]);

    private static Branch VSwitchOf(LabStatus lab, VSwitch vSwitch) => new(
        $"{vSwitch.Name}  {vSwitch.Cidr}{(vSwitch.Cidr6 is { } cidr6 ? $" {cidr6}" : "")}",
        [.. lab.Hosts.Where(host => host.VSwitch == vSwitch.Name).Select(host => HostOf(lab, host))]);

    private static Branch HostOf(LabStatus lab, HostStatus host)
    {
        var agent = host.Agent is { } state ? $"  agent {state.ToString().ToLowerInvariant()}, pods in {string.Join(' ', host.PodSlices)}" : "";
        return new Branch(
            $"{host.Name}  {string.Join(' ', host.Addresses)}{agent}",
            [
                .. host.Nics.Select(nic => new Branch($"{nic}", [])),
                .. lab.Pods.Where(pod => pod.Node == host.Name).Select(pod => new Branch($"{pod.Name}  {string.Join(' ', pod.Addresses)}", [])),
            ]);
    }

    private static void Write(StringBuilder text, IReadOnlyList<Branch> branches, string indent)
    {
        foreach (var (i, branch) in branches.Index())
        {
            var last = i == branches.Count - 1;
            text.Append($"{indent}{(last ? "└─ " : "├─ ")}{branch.Text}\n");
            Write(text, branch.Below, indent + (last ? "   " : "│  "));
        }
    }
}
