using Fairlead.Conformance.Report;
using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Conformance.Cases;

/// <summary>CHECK after somebody else changed something.</summary>
internal sealed class CheckCases(Bench bench) : CaseGroup("check", bench)
{
    public override IEnumerable<CaseResult> Run()
    {
        var why = !SpecVersion.HasCheck(Bench.Version) ? "no version with CHECK is supported" : Bench.List.DisableCheck ? "the list says disableCheck" : null;
        return why is not null
            ? [Result("CHECK", Clause.Check, Verdict.NotSupported(why))]
            :
            [
                After("CHECK twice", pod => NoSuccess(pod.Check())),
                After("CHECK without prevResult", pod => NoError(pod.Check(call => call with { Input = Bench.List.Configuration(0, pod.Version, null).ToJsonString() }))),
                After("CHECK finds an address that is gone", pod => Change(pod, RemoveAddresses)),
                After("CHECK finds a route that is gone", pod => Change(pod, RemoveRoutes), "the result has no routes"),
                After("CHECK finds the interface gone", pod => Change(pod, RemoveLink)),
                After("CHECK does not mind an address that somebody added", pod => Added(pod, AddAddress)),
                After("CHECK does not mind a route that somebody added", pod => Added(pod, AddRoute)),
            ];
    }

    private CaseResult After(string name, Func<TestPod, string?> change, string why = "")
    {
        using var pod = Bench.NewPod();
        var added = pod.Add();
        var checkedAtFirst = added.IsSuccess ? pod.Check() : added;
        return Result(name, Clause.Check, !checkedAtFirst.IsSuccess ? Verdict.Failed($"before that, {NoSuccess(checkedAtFirst)}")
            : change(pod) is { } problem ? Verdict.Of(problem)
            : Verdict.NotSupported(why));
    }

    /// <summary>An error; or a success when everything is as it was: there are plug-ins whose agent repairs within milliseconds.</summary>
    private static string? Change(TestPod pod, Func<TestPod, bool> change)
    {
        var before = pod.State();
        if (!change(pod))
        {
            return null;
        }

        var answer = pod.Check();
        return answer.IsSuccess && pod.State().DifferenceFrom(before) is { Length: > 0 } difference
            ? $"should be an error, but: {answer.Summary}; {difference}"
            : answer.IsSuccess ? "" : NoError(answer);
    }

    private static string Added(TestPod pod, Action<TestPod> add)
    {
        add(pod);
        return NoSuccess(pod.Check());
    }

    private static bool RemoveAddresses(TestPod pod)
    {
        var addresses = pod.Netns.Read(kernel => kernel.Addresses().Where(one => one.LinkIndex == IndexOf(kernel.Links(), pod) && one.Scope == 0).ToList());
        pod.Netns.Change("addresses", (_, batch) => addresses.ForEach(one => AddressCodec.WriteDelete(batch, one.LinkIndex, one.Address)));
        return true;
    }

    private static bool RemoveRoutes(TestPod pod)
    {
        var said = (pod.Result?["routes"] as global::System.Text.Json.Nodes.JsonArray ?? []).Select(route => Cidr.Parse(route!["dst"]!.ToString()).Network).ToList();
        var routes = pod.Netns.Read(kernel => kernel.Routes().Where(route => said.Contains(route.Destination) && route.Table == RouteCodec.MainTable).ToList());
        pod.Netns.Change("routes", (_, batch) => routes.ForEach(route => RouteCodec.WriteDelete(batch, RouteCodec.KeyOf(Netns.Node, route), route.Protocol)));
        return routes.Count > 0;
    }

    private static bool RemoveLink(TestPod pod)
    {
        pod.Netns.Change(pod.InterfaceName, (connection, batch) => LinkCodec.WriteDelete(batch, LinkLookup.IndexOf(connection, pod.InterfaceName)));
        return true;
    }

    // Addresses of TEST-NET-3 (RFC 5737): nobody's.
    private static void AddAddress(TestPod pod) =>
        pod.Netns.Change("an address", (connection, batch) => AddressCodec.WriteReplace(batch, LinkLookup.IndexOf(connection, pod.InterfaceName), Cidr.Parse("203.0.113.7/32"), Boot));

    private static void AddRoute(TestPod pod) =>
        pod.Netns.Change("a route", (connection, batch) => RouteCodec.WriteReplace(
            batch,
            new RouteRow { Key = new RouteKey(Netns.Node, RouteCodec.MainTable, Cidr.Parse("203.0.113.0/28"), 0), Link = default, Scope = RouteScope.Link },
            LinkLookup.IndexOf(connection, pod.InterfaceName),
            Boot));

    // RTPROT_BOOT: made by hand.
    private const byte Boot = 3;

    private static int IndexOf(IReadOnlyList<Model.Kernel.Observed.ObservedLink> links, TestPod pod) => links.First(link => link.Name == pod.InterfaceName).Index;
}
