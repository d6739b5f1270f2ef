using Fairlead.Lab.Supervision;
using Fairlead.Vpc.Topology;

namespace Fairlead.Lab.Drawing;

/// <summary>A lab as a drawing: what is outside on top, the VPC's router below it, a panel a vSwitch with its hosts, pods inside their nodes.</summary>
public sealed class TopologySvg
{
    private const double Margin = 28;
    private const double Gap = 18;
    private const double HostWidth = 236;
    private const double Line = 17;
    private const double PodHeight = 26;
    private const double RouterHeight = 40;
    private const double OutsideHeight = 48;

    private readonly LabStatus _lab;
    private readonly VpcState _vpc;
    private readonly List<(VSwitch VSwitch, List<HostStatus> Hosts)> _panels;
    private readonly SvgPage _page;
    private readonly double _width;
    private readonly double _panelHeight;

    private TopologySvg(LabStatus lab, VpcState vpc)
    {
        _lab = lab;
        _vpc = vpc;
        _panels = [.. vpc.VSwitches.Values.Select(vSwitch => (vSwitch, lab.Hosts.Where(host => host.VSwitch == vSwitch.Name).ToList()))];
        _panelHeight = 58 + lab.Hosts.Where(host => host.VSwitch is not null).Select(HostHeight).DefaultIfEmpty(40).Max() + Gap;
        _width = Margin * 2 + Gap * 2 + Math.Max(Panels(_panels.Count), Outside.Count * (HostWidth + Gap) - Gap);
        _page = new SvgPage(_width, VpcTop + VpcHeight + Margin);
    }

    private List<HostStatus> Outside => [.. _lab.Hosts.Where(host => host.Role == HostRole.Outside)];

    private static double OutsideTop => 62;

    private double VpcTop => OutsideTop + (Outside.Count == 0 ? 0 : OutsideHeight + 34);

    private double RouterTop => VpcTop + 42;

    private double RouteLines => Math.Max(1, _lab.Routes.Count) * Line;

    private double PanelTop => RouterTop + RouterHeight + RouteLines + 42;

    private double VpcHeight => PanelTop - VpcTop + _panelHeight + Gap;

    public static string Draw(LabStatus lab, VpcState vpc)
    {
        var drawing = new TopologySvg(lab, vpc);
        drawing.DrawFrame();
        drawing.DrawOutside();
        drawing.DrawRouter();
        drawing.DrawPanels();
        return drawing._page.ToString();
    }

    private void DrawFrame()
    {
        _page.Text("title", Margin, 38, $"Lab {_lab.Name}");
        _page.Box("vpc", Margin, VpcTop, _width - 2 * Margin, VpcHeight, 12);
        _page.Text("name", Margin + Gap, VpcTop + 26, "VPC");
        _page.Text("address", Margin + Gap + 42, VpcTop + 26, string.Join("  ", _vpc.Cidrs));
    }

    private void DrawOutside()
    {
        var x = (_width - Outside.Count * (HostWidth + Gap) + Gap) / 2;
        foreach (var host in Outside)
        {
            _page.Wire(x + HostWidth / 2, OutsideTop + OutsideHeight, x + HostWidth / 2, RouterTop);
            _page.Box("outside", x, OutsideTop, HostWidth, OutsideHeight);
            _page.Text("name middle", x + HostWidth / 2, OutsideTop + 20, host.Name);
            _page.Text("address middle", x + HostWidth / 2, OutsideTop + 37, string.Join("  ", host.Addresses));
            x += HostWidth + Gap;
        }
    }

    private void DrawRouter()
    {
        var (x, width) = (Margin + Gap, _width - 2 * (Margin + Gap));
        _page.Box("router", x, RouterTop, width, RouterHeight + RouteLines);
        _page.Text("name onrouter", x + Gap, RouterTop + 25, "VPC router");
        _page.Text("small onrouterdim", x + Gap + 94, RouterTop + 25, "delivers by address and route table; answers every ARP itself");
        var y = RouterTop + RouterHeight + 6;
        foreach (var route in _lab.Routes)
        {
            _page.Text("address onrouter", x + Gap, y, $"{route.Destination} → {route.NextHop}");
            y += Line;
        }

        if (_lab.Routes.Count == 0)
        {
            _page.Text("small onrouterdim", x + Gap, y, "no custom routes");
        }
    }

    private void DrawPanels()
    {
        var x = (_width - Panels(_panels.Count)) / 2;
        foreach (var (vSwitch, hosts) in _panels)
        {
            var width = PanelWidth(hosts.Count);
            _page.Wire(x + width / 2, RouterTop + RouterHeight + RouteLines, x + width / 2, PanelTop);
            _page.Box("vswitch", x, PanelTop, width, _panelHeight, 10);
            _page.Text("name", x + Gap, PanelTop + 24, vSwitch.Name);
            _page.Text("address", x + Gap, PanelTop + 42, vSwitch.Cidr6 is { } cidr6 ? $"{vSwitch.Cidr}  {cidr6}" : $"{vSwitch.Cidr}");
            foreach (var (i, host) in hosts.Index())
            {
                DrawHost(host, x + Gap + i * (HostWidth + Gap), PanelTop + 58);
            }

            x += width + Gap;
        }
    }

    private void DrawHost(HostStatus host, double x, double y)
    {
        _page.Box(host.Role == HostRole.Node ? "node" : "host", x, y, HostWidth, HostHeight(host));
        _page.Text("name", x + 12, y + 22, host.Name);
        if (host.Agent is { } agent)
        {
            _page.Text("small end", x + HostWidth - 24, y + 21, $"agent {agent.ToString().ToLowerInvariant()}");
            _page.Dot(agent == AgentState.Running ? "up" : "down", x + HostWidth - 14, y + 17);
        }

        y += 24;
        foreach (var line in Lines(host))
        {
            _page.Text("address", x + 12, y += Line, line);
        }

        y += 10;
        foreach (var pod in PodsOf(host))
        {
            _page.Box("pod", x + 10, y, HostWidth - 20, PodHeight - 4, 11);
            _page.Text("small", x + 22, y + 15.5, Shortened(pod.Name));
            _page.Text("address end", x + HostWidth - 22, y + 15.5, $"{pod.Addresses.FirstOrDefault()}");
            y += PodHeight;
        }
    }

    private static IEnumerable<string> Lines(HostStatus host) =>
    [
        .. host.Addresses.Select(address => $"{address}"),
        .. host.PodSlices.Select(slice => $"pods {slice}"),
        .. host.Nics.Select(nic => $"{nic.InterfaceName ?? "not carried"} {nic.Addresses[0]}{(nic.Addresses.Count > 1 ? $" +{nic.Addresses.Count - 1}" : "")}"),
    ];

    private double HostHeight(HostStatus host) =>
        34 + Line * Lines(host).Count() + (PodsOf(host).Count == 0 ? 0 : 6 + PodHeight * PodsOf(host).Count);

    // What fits beside an IPv4 address of full length.
    private static string Shortened(string name) => name.Length <= 14 ? name : $"{name[..13]}…";

    private List<PodStatus> PodsOf(HostStatus host) => [.. _lab.Pods.Where(pod => pod.Node == host.Name)];

    private double Panels(int count) => _panels.Take(count).Sum(panel => PanelWidth(panel.Hosts.Count) + Gap) - Gap;

    private static double PanelWidth(int hosts) => Gap + Math.Max(1, hosts) * (HostWidth + Gap);
}
