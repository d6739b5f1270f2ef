using System.Net;
using Fairlead.Kubernetes.Store;

namespace Fairlead.Kubernetes.Tests.Store;

/// <summary>What an operator does, with an old kubectl and a current one, without <c>--validate=false</c>.</summary>
public sealed class KubectlTests
{
    public const string Old = "bookworm";
    public const string Current = "trixie";

    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers:
          - name: c
            image: web:1
            resources: {limits: {fairlead.io/eni: 1}}
        """;

    private const string Class = """
        apiVersion: fairlead.io/v1alpha1
        kind: PodNetworkClass
        metadata: {name: gold, annotations: {note: before-edit}}
        spec: {mode: sharedEni}
        """;

    [Theory]
    [InlineData(Old)]
    [InlineData(Current)]
    public async Task Objects_are_applied_changed_and_deleted(string suite)
    {
        await using var store = await TestStore.StartAsync();
        using var kubectl = new Kubectl(suite, store);
        var (pod, item) = (kubectl.Write("pod.yaml", Pod), kubectl.Write("class.yaml", Class));
        Assert.Contains("pod/web created", kubectl.Run("apply", "-f", pod, "-f", item));
        Assert.Contains("unchanged", kubectl.Run("apply", "-f", item));
        kubectl.Write("pod.yaml", Pod.Replace("web:1", "web:2"));
        kubectl.Write("class.yaml", Class.Replace("mode: sharedEni", "mode: sharedEni, vSwitches: [vsw-a]"));
        Assert.Contains("pod/web configured", kubectl.Run("apply", "-f", pod));
        Assert.Contains("gold configured", kubectl.Run("apply", "-f", item));
        Assert.Equal("web:2", kubectl.Run("get", "pod", "web", "-o", "jsonpath={.spec.containers[0].image}"));
        Assert.Equal("vsw-a", kubectl.Run("get", "pnc", "gold", "-o", "jsonpath={.spec.vSwitches[0]}"));

        kubectl.Run("label", "pod", "web", "tier=front");
        kubectl.Run("annotate", "pnc", "gold", "x=y");
        kubectl.Run("patch", "pod", "web", "-p", """{"spec":{"containers":[{"name":"c","image":"web:3"}]}}""");
        kubectl.Run("patch", "pnc", "gold", "--type", "merge", "-p", """{"spec":{"vSwitches":["vsw-b"]}}""");
        kubectl.Run("patch", "pnc", "gold", "--type", "json", "-p", """[{"op":"add","path":"/spec/vSwitches/-","value":"vsw-c"}]""");
        kubectl.Run("edit", "pnc", "gold");
        Assert.Equal("after-edit vsw-b vsw-c", kubectl.Run("get", "pnc", "gold", "-o", "jsonpath={.metadata.annotations.note} {.spec.vSwitches[0]} {.spec.vSwitches[1]}"));
        Assert.Equal("front web:3", kubectl.Run("get", "pods", "-l", "tier=front", "-o", "jsonpath={.items[0].metadata.labels.tier} {.items[0].spec.containers[0].image}"));

        Assert.Contains("server dry run", kubectl.Run("apply", "--dry-run=server", "-f", kubectl.Write("other.yaml", Class.Replace("gold", "silver"))));
        Assert.Contains("deleted", kubectl.Run("delete", "-f", pod, "-f", item));
        Assert.Contains("NotFound", kubectl.Fail("get", "pnc", "silver"));
    }

    [Theory]
    [InlineData(Old)]
    [InlineData(Current)]
    public async Task Mistakes_are_named_with_their_field(string suite)
    {
        await using var store = await TestStore.StartAsync();
        using var kubectl = new Kubectl(suite, store);
        Assert.Contains("unknown field \"", kubectl.Fail("apply", "-f", kubectl.Write("a.yaml", Class.Replace("mode:", "mood:"))));
        Assert.Contains("unknown field \"", kubectl.Fail("apply", "-f", kubectl.Write("b.yaml", Pod.Replace("image:", "imagine:"))));
        Assert.Contains("spec.mode: Unsupported value: \"magic\"", kubectl.Fail("apply", "-f", kubectl.Write("c.yaml", Class.Replace("sharedEni", "magic"))));
        Assert.Contains("the object has been modified", kubectl.Fail("replace", "-f", kubectl.Write("d.yaml", kubectl.Run("apply", "-f", kubectl.Write("e.yaml", Class), "-o", "yaml").Replace("resourceVersion: \"", "resourceVersion: \"1"))));
    }

    [Theory]
    [InlineData(Old)]
    [InlineData(Current)]
    public async Task Tables_and_descriptions_show_what_there_is(string suite)
    {
        await using var store = await TestStore.StartAsync();
        using var kubectl = new Kubectl(suite, store);
        await store.PostAsync("api/v1/nodes", """{"metadata":{"name":"n1","labels":{"node-role.kubernetes.io/worker":""}},"status":{"capacity":{"cpu":"4"},"addresses":[{"type":"InternalIP","address":"10.0.0.1"}],"conditions":[{"type":"Ready","status":"True"}],"nodeInfo":{"kubeletVersion":"v1.31.0"}}}""");
        var (_, pod) = await store.PostAsync(TestStore.Pods, """{"metadata":{"name":"p"},"spec":{"nodeName":"n1","containers":[{"name":"c"}]}}""");
        await store.MergeAsync($"{TestStore.Pods}/p/status", """{"status":{"phase":"Running","podIP":"10.4.0.9","podIPs":[{"ip":"10.4.0.9"}],"conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"name":"c","ready":true,"restartCount":2}]}}""");
        await store.PostAsync("api/v1/namespaces/default/events", $$"""{"metadata":{"name":"p.1"},"involvedObject":{"kind":"Pod","namespace":"default","name":"p","uid":"{{pod["metadata"]!["uid"]}}"},"reason":"Waiting","message":"for an address","type":"Warning","count":1}""");
        await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1", """ "spec":{"instance":"i-1","podSlices":["10.4.0.0/24"]} """));
        await store.MergeAsync($"{TestStore.NodeNetworks}/n1/status", """{"status":{"addresses":20,"leased":7}}""");

        Assert.Matches(@"n1 +Ready +worker +\d+s +v1\.31\.0", kubectl.Run("get", "nodes"));
        Assert.Matches(@"p +1/1 +Running +2 +\d+s +10\.4\.0\.9 +n1 +<none> +<none>", kubectl.Run("get", "pods", "-A", "-o", "wide"));
        Assert.Matches(@"NAME +MODE +ENIS +ADDRESSES +LEASED +DEMAND +READY +AGE\s+n1 +vpcRoute +20 +7", kubectl.Run("get", "nn"));
        Assert.Matches("i-1", kubectl.Run("get", "nn", "-o", "wide"));
        Assert.Matches(@"Warning +Waiting +.*for an address", kubectl.Run("describe", "pod", "p"));
        Assert.Contains("10.0.0.1", kubectl.Run("describe", "node", "n1"));
        Assert.Contains("Pod Slices:", kubectl.Run("describe", "nn", "n1"));
        Assert.Contains("\"podSlices\"", kubectl.Run("get", "nn", "n1", "-o", "json"));
        Assert.Matches(@"nodenetworks +nn +fairlead\.io/v1alpha1 +false +NodeNetwork", kubectl.Run("api-resources"));
        Assert.Contains("controller's term of office", kubectl.Run("explain", "nodenetworks.spec.term"));
        Assert.Contains("container image name", kubectl.Run("explain", "pods.spec.containers.image"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("ok", kubectl.Run("get", "--raw", "/readyz"));
        Assert.Contains("condition met", kubectl.Run("wait", "--for=condition=Ready", "pod/p", "--timeout=10s"));
    }

    [Theory]
    [InlineData(Old)]
    [InlineData(Current)]
    public async Task A_watch_prints_what_happens(string suite)
    {
        await using var store = await TestStore.StartAsync();
        using var kubectl = new Kubectl(suite, store);
        await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1"));
        using var watch = kubectl.Start("get", "nn", "-w", "--output-watch-events");
        try
        {
            Assert.Matches(@"^EVENT +NAME +MODE", await LineAsync(watch));
            Assert.Matches(@"^ADDED +n1 +vpcRoute", await LineAsync(watch));
            await store.MergeAsync($"{TestStore.NodeNetworks}/n1", """{"spec":{"mode":"sharedEni"}}""");
            Assert.Matches(@"^MODIFIED +n1 +sharedEni", await LineAsync(watch));
            await store.DeleteAsync($"{TestStore.NodeNetworks}/n1");
            Assert.Matches(@"^DELETED +n1 ", await LineAsync(watch));
        }
        finally
        {
            watch.Kill();
        }
    }

    [Theory]
    [InlineData(Old)]
    [InlineData(Current)]
    public async Task A_token_is_asked_for_over_https(string suite)
    {
        var pem = Path.Combine(Path.GetTempPath(), $"fairlead-{Guid.NewGuid()}.pem");
        try
        {
            using var certificate = StoreCertificate.Open(pem, IPAddress.Loopback);
            Assert.Equal(certificate.Thumbprint, StoreCertificate.Open(pem, IPAddress.Loopback).Thumbprint);
            await using var store = await TestStore.StartAsync(new StoreOptions { Token = "secret", Certificate = certificate });
            using var kubectl = new Kubectl(suite, store);
            Assert.Contains("namespace/x created", kubectl.Run("create", "namespace", "x"));
            kubectl.Write("config", kubectl.Config.Replace("secret", "wrong"));
            Assert.Contains("logged in", kubectl.Fail("get", "namespaces"));
        }
        finally
        {
            File.Delete(pem);
        }
    }

    private static async Task<string> LineAsync(System.Diagnostics.Process process) => await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) ?? "";
}
