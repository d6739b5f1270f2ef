namespace Fairlead.Kubernetes.Tests.Store;

public sealed class WriteTests
{
    [Fact]
    public async Task An_update_of_an_old_version_is_refused()
    {
        await using var store = await TestStore.StartAsync();
        var (code, first) = await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1"));
        Assert.Equal(201, code);
        Assert.Equal(200, (await store.MergeAsync($"{TestStore.NodeNetworks}/n1", """{"spec":{"term":2}}""")).Code);

        var (refused, status) = await store.PutAsync($"{TestStore.NodeNetworks}/n1", first);

        Assert.Equal(409, refused);
        Assert.Equal("Conflict", (string?)status["reason"]);
        Assert.Contains("the object has been modified", (string?)status["message"]);
    }

    [Fact]
    public async Task Status_and_spec_are_written_apart_and_only_spec_is_counted()
    {
        await using var store = await TestStore.StartAsync();
        var (_, born) = await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1", """ "spec":{"term":1},"status":{"addresses":7} """));
        Assert.Null(born["status"]?["addresses"]);
        Assert.Equal(1, (int)born["metadata"]!["generation"]!);

        var (_, byStatus) = await store.MergeAsync($"{TestStore.NodeNetworks}/n1/status", """{"spec":{"term":9},"status":{"addresses":5}}""");
        Assert.Equal((1, 5, 1), ((int)byStatus["spec"]!["term"]!, (int)byStatus["status"]!["addresses"]!, (int)byStatus["metadata"]!["generation"]!));

        var (_, bySpec) = await store.MergeAsync($"{TestStore.NodeNetworks}/n1", """{"spec":{"term":2},"status":{"addresses":0}}""");
        Assert.Equal((2, 5, 2), ((int)bySpec["spec"]!["term"]!, (int)bySpec["status"]!["addresses"]!, (int)bySpec["metadata"]!["generation"]!));
    }

    [Fact]
    public async Task What_changes_nothing_is_no_change()
    {
        await using var store = await TestStore.StartAsync();
        var (_, born) = await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1", """ "spec":{"term":1} """));
        var (_, same) = await store.MergeAsync($"{TestStore.NodeNetworks}/n1", """{"spec":{"term":1}}""");
        Assert.Equal((string?)born["metadata"]!["resourceVersion"], (string?)same["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_with_its_field()
    {
        await using var store = await TestStore.StartAsync();
        var (code, status) = await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("N_1", """ "spec":{"term":-1,"mode":"magic","interfaces":[{"id":"eni-1","mac":"x","use":"shared"},{"id":"eni-1","mac":"02:00:00:00:00:01","use":"shared"}],"restSeconds":"soon"} """));
        Assert.Equal((422, "Invalid"), (code, (string?)status["reason"]));
        var fields = status["details"]!["causes"]!.AsArray().Select(cause => (string?)cause!["field"]).Order().ToList();
        Assert.Equal(["metadata.name", "spec.interfaces[0].mac", "spec.interfaces[1]", "spec.mode", "spec.restSeconds", "spec.term"], fields);
        Assert.Equal("nodenetworks", (string?)(await store.GetAsync($"{TestStore.NodeNetworks}/x")).Json["details"]!["kind"]);
    }

    [Fact]
    public async Task Sense_is_looked_at_where_the_schema_is_content()
    {
        await using var store = await TestStore.StartAsync();
        const string Networks = "apis/fairlead.io/v1alpha1/clusternetworks";
        var (code, status) = await store.PostAsync(Networks, """{"metadata":{"name":"default"},"spec":{"cluster":"c","podRanges":["10.4.0.0/16","10.4.128.0/17"]}}""");
        Assert.Equal(422, code);
        Assert.Contains(status["details"]!["causes"]!.AsArray(), cause => ((string)cause!["field"]!).StartsWith("spec.podRanges[", StringComparison.Ordinal));
        Assert.Equal(201, (await store.PostAsync(Networks, """{"metadata":{"name":"default"},"spec":{"cluster":"c","podRanges":["10.4.0.0/16"]}}""")).Code);
    }

    [Theory]
    [InlineData("Strict", 400, true)]
    [InlineData("Warn", 201, false)]
    [InlineData("Ignore", 201, false)]
    public async Task Unknown_fields_are_refused_or_dropped_as_the_caller_wants(string mode, int code, bool isRefused)
    {
        await using var store = await TestStore.StartAsync();
        var (said, json) = await store.PostAsync($"{TestStore.NodeNetworks}?fieldValidation={mode}", TestStore.Network("n1", """ "spec":{"tern":1} """));
        Assert.Equal(code, said);
        Assert.Null(json["spec"]?["tern"]);
        Assert.Equal(isRefused, ((string?)json["message"])?.Contains("unknown field \"spec.tern\"") == true);
    }

    [Fact]
    public async Task What_a_caller_is_warned_of_may_have_any_letters_and_no_end()
    {
        await using var store = await TestStore.StartAsync();
        using var http = new HttpClient { BaseAddress = store.Uri };
        var body = TestStore.Network("n1", $$""" "spec":{"gr\"ö\\\n{{char.ConvertFromUtf32(0x1f4a5)}}\u007f":1,{{string.Join(',', Enumerable.Range(0, 2000).Select(i => $"\"unknown{new string('x', 1000)}{i}\":1"))}}} """);
        using var answer = await http.PostAsync(TestStore.NodeNetworks, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(201, (int)answer.StatusCode);
        var warnings = answer.Headers.GetValues("Warning").ToList();
        Assert.Equal(""" 299 - "unknown field \"spec.gr\"?\\????\"" """.Trim(), warnings[0]);
        Assert.InRange(warnings.Sum(warning => warning.Length), 2048, 8192);
    }

    [Fact]
    public async Task Fields_of_kubernetes_that_are_not_known_here_stay()
    {
        await using var store = await TestStore.StartAsync();
        var (_, pod) = await store.PostAsync(TestStore.Pods, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","newThing":{"a":1}}],"affinity":{"x":[1]}}}""");
        Assert.Equal(1, (int)pod["spec"]!["containers"]![0]!["newThing"]!["a"]!);
        Assert.Equal("""{"x":[1]}""", pod["spec"]!["affinity"]!.ToJsonString());
        Assert.Equal(("Pending", 30), ((string?)pod["status"]!["phase"], (int)pod["spec"]!["terminationGracePeriodSeconds"]!));
    }

    [Fact]
    public async Task What_may_not_change_does_not()
    {
        await using var store = await TestStore.StartAsync();
        var (_, born) = await store.PostAsync(TestStore.Pods, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"1"}]}}""");
        Assert.Equal(422, (await store.MergeAsync($"{TestStore.Pods}/p", """{"spec":{"nodeName":"n1"}}""")).Code);
        Assert.Equal(200, (await store.MergeAsync($"{TestStore.Pods}/p", """{"spec":{"containers":[{"name":"c","image":"2"}]}}""")).Code);
        var (_, kept) = await store.MergeAsync($"{TestStore.Pods}/p", """{"metadata":{"creationTimestamp":"2001-01-01T00:00:00Z","generation":77,"labels":{"a":"b"}}}""");
        Assert.Equal(((string?)born["metadata"]!["creationTimestamp"], 2), ((string?)kept["metadata"]!["creationTimestamp"], (int)kept["metadata"]!["generation"]!));

        await store.PostAsync("api/v1/nodes", """{"metadata":{"name":"n"},"spec":{"providerID":"cn.i-1"},"status":{"capacity":{"cpu":"4"}}}""");
        Assert.Equal(422, (await store.MergeAsync("api/v1/nodes/n", """{"spec":{"providerID":"cn.i-2"}}""")).Code);
        Assert.Equal("4", (string?)(await store.GetAsync("api/v1/nodes/n")).Json["status"]!["capacity"]!["cpu"]);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_and_keeps_nothing()
    {
        await using var store = await TestStore.StartAsync();
        Assert.Equal(201, (await store.PostAsync($"{TestStore.NodeNetworks}?dryRun=All", TestStore.Network("n1"))).Code);
        Assert.Equal(404, (await store.GetAsync($"{TestStore.NodeNetworks}/n1")).Code);
        await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1"));
        Assert.Equal(409, (await store.PostAsync($"{TestStore.NodeNetworks}?dryRun=All", TestStore.Network("n1"))).Code);
        Assert.Equal(200, (await store.DeleteAsync($"{TestStore.NodeNetworks}/n1?dryRun=All")).Code);
        Assert.Equal(200, (await store.GetAsync($"{TestStore.NodeNetworks}/n1")).Code);
    }

    [Theory]
    [InlineData("api/v1/namespaces/nowhere/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c"}]}}""", 404)]
    [InlineData("api/v1/namespaces/default/pods", """{"kind":"Node","metadata":{"name":"p"}}""", 400)]
    [InlineData("api/v1/namespaces/default/pods", """{"metadata":{"name":"p","namespace":"other"},"spec":{"containers":[{"name":"c"}]}}""", 400)]
    [InlineData("api/v1/namespaces/default/pods", """{"metadata":{"name":"p","name":"q"}}""", 400)]
    [InlineData("api/v1/namespaces/default/pods", """{"metadata":"p"}""", 400)]
    [InlineData("api/v1/namespaces/default/pods", """{"metadata":{},"spec":{"containers":[{"name":"c"}]}}""", 422)]
    [InlineData("api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":[]}""", 422)]
    [InlineData("api/v1/namespaces/default/pods", "[1]", 400)]
    [InlineData("api/v1/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c"}]}}""", 400)]
    [InlineData("api/v1/namespaces/default/pods", """{"metadata":{"name":"p"}}""", 422)]
    [InlineData("api/v1/namespaces/default/events", """{"metadata":{"name":"e"},"involvedObject":{},"firstTimestamp":"yesterday"}""", 422)]
    [InlineData("api/v1/namespaces/default/events", """{"metadata":{"name":"e"},"involvedObject":{},"count":3000000000}""", 422)]
    [InlineData("api/v1/nodes", """{"metadata":{"name":"a/b"}}""", 422)]
    [InlineData("api/v1/nodes", """{"metadata":{"name":"a","labels":{"a b":"c"}}}""", 422)]
    [InlineData("api/v1/nodes", """{"metadata":{"name":"a","labels":{"a":1}}}""", 422)]
    public async Task What_cannot_be_made_is_refused(string path, string body, int code)
    {
        await using var store = await TestStore.StartAsync();
        var (said, status) = await store.PostAsync(path, body);
        Assert.Equal((code, "Status"), (said, (string?)status["kind"]));
    }

    [Theory]
    [InlineData("6b387300", 415)]
    [InlineData("6b3873000a", 400)]
    [InlineData("6b3873000affffffffffffffffff01", 400)]
    [InlineData("00", 400)]
    public async Task Protobuf_that_is_no_namespace_is_refused(string hex, int code)
    {
        await using var store = await TestStore.StartAsync();
        Assert.Equal(code, (await store.SendAsync(HttpMethod.Post, "api/v1/namespaces", Convert.FromHexString(hex), "application/vnd.kubernetes.protobuf")).Code);
    }
}
