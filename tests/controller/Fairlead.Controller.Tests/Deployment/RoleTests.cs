using System.Text.Json.Nodes;
using Fairlead.Controller.Tests.Host;
using Fairlead.Kubernetes;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Deployment;

public sealed class RoleTests
{
    [Fact]
    public async Task The_controllers_role_allows_what_it_asks_for()
    {
        await using var world = new HostWorld();
        await world.StartStoreAsync();
        await world.ConfigureAsync();
        world.Fault("faults: [{ action: CreateNetworkInterface, calls: 1, error: Forbidden.RAM }]");
        var controller = world.Start();
        await world.JoinAsync("n1");
        var network = await world.NetworkAsync("n1", HostWorld.IsStocked);
        await world.UntilAsync(async () => (await world.Client.ListAsync<Event>(Selection.All)).Items.FirstOrDefault(), "an event");
        await world.Client.DeleteAsync<Node>("n1");
        world.Emulated.Call(new Fairlead.Vpc.Calls.DeleteInstance { RegionId = "cn-hangzhou", InstanceId = network.Spec.Instance, Force = true });
        await world.UntilAsync(async () => await world.Client.FindAsync<NodeNetwork>("n1") is null ? "" : null, "the network is gone");
        await controller.StopAsync();

        var rules = YamlDocuments.Read(YamlDocuments.File("deploy/rbac.yaml"))
            .Where(item => (string?)item["kind"] is "ClusterRole" or "Role" && (string?)item["metadata"]!["name"] == "fairlead-controller")
            .SelectMany(role => role["rules"]!.AsArray()).ToList();
        var asked = controller.Asked.Select(request => Verb(request.Method, request.Uri)).Distinct().ToList();
        Assert.Contains(("", "nodes/status", "patch"), asked);
        Assert.Contains(("fairlead.io", "nodenetworks", "delete"), asked);
        Assert.Contains(("", "events", "create"), asked);
        Assert.DoesNotContain(asked, verb => !rules.Exists(rule => Has(rule!, "apiGroups", verb.Group) && Has(rule!, "resources", verb.Resource) && Has(rule!, "verbs", verb.Verb)));
    }

    private static bool Has(JsonNode rule, string list, string word) => rule[list]!.AsArray().Any(item => ((string?)item ?? "") == word);

    /// <summary>A request as Kubernetes' authorizer sees it.</summary>
    private static (string Group, string Resource, string Verb) Verb(string method, Uri uri)
    {
        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var group = parts[0] == "api" ? "" : parts[1];
        var rest = parts.Skip(parts[0] == "api" ? 2 : 3).ToList();
        if (rest.Count > 2 && rest[0] == "namespaces")
        {
            rest = rest[2..];
        }

        var verb = (method, rest.Count) switch
        {
            ("GET", 1) => uri.Query.Contains("watch=true") ? "watch" : "list",
            ("GET", _) => "get",
            ("POST", _) => "create",
            ("PUT", _) => "update",
            ("PATCH", _) => "patch",
            _ => "delete",
        };
        return (group, rest.Count > 2 ? $"{rest[0]}/{rest[2]}" : rest[0], verb);
    }
}
