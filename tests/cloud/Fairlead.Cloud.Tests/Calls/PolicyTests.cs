using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Fairlead.Cloud.Tests.Scripted;
using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Tests.Calls;

/// <summary>The guide's RAM policy allows what the client calls, and nothing else.</summary>
public sealed class PolicyTests
{
    [Fact]
    public async Task The_guides_policy_names_all_actions_and_no_others()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((request, _) => request.Query.ContainsKey("SecondaryPrivateIpAddressCount") && request.Action == "AssignPrivateIpAddresses"
            ? Answers.Assigned(request)
            : request.Action == "CreateNetworkInterface" ? Answers.Created("eni-a") : Answers.Done));
        var cloud = scripted.Cloud;
        await cloud.CreateInterfaceAsync(new InterfaceWish { VSwitch = "vsw-a", SecurityGroups = ["sg-a"] });
        await cloud.AttachInterfaceAsync("eni-a", "i-a");
        await cloud.AssignAsync("eni-a", AddressKind.Address4, 1);
        await Assert.ThrowsAsync<CloudException>(() => cloud.AssignAsync("eni-a", AddressKind.Address6, 1));
        await cloud.ReleaseAsync("eni-a", [Cidr.Parse("10.0.0.7/32"), Cidr.Parse("fd00::7/128")]);
        await cloud.DetachInterfaceAsync("eni-a", "i-a");
        await cloud.DeleteInterfaceAsync("eni-a");
        await cloud.FindInterfaceAsync("eni-a");
        await cloud.ListInstancesAsync(new InstanceFilter());
        await cloud.FindLimitsAsync("ecs.a");
        await cloud.ListVSwitchesAsync("vpc-a");
        await cloud.ListRoutesAsync("vtb-a");
        await cloud.CreateRouteAsync(new RouteWish("vtb-a", Cidr.Parse("172.20.0.0/24"), "i-a", RouteHop.Instance));
        await cloud.DeleteRouteAsync(new CloudRoute("rte-a", "vtb-a", Cidr.Parse("172.20.0.0/24"), "i-a", RouteHop.Instance, true));

        var called = scripted.Server.Seen.Select(request => $"{(request.Headers["x-acs-version"] == "2014-05-26" ? "ecs" : "vpc")}:{request.Action}").Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(called, Policy());
    }

    private static IEnumerable<string> Policy([CallerFilePath] string here = "")
    {
        foreach (var start in new[] { Path.GetDirectoryName(here)!, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var page = Path.Combine(folder.FullName, "docs", "guide", "credentials.md");
                if (File.Exists(page))
                {
                    var text = File.ReadAllText(page);
                    var from = text.IndexOf("```console", StringComparison.Ordinal) + "```console".Length;
                    return JsonNode.Parse(text[from..text.IndexOf("```", from, StringComparison.Ordinal)])!["Statement"]![0]!["Action"]!.AsArray().Select(action => action!.ToString());
                }
            }
        }

        throw new InvalidOperationException("no docs/guide/credentials.md above the test: run it from a checkout");
    }
}
