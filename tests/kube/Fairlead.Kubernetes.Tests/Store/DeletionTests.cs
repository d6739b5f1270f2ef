namespace Fairlead.Kubernetes.Tests.Store;

public sealed class DeletionTests
{
    [Fact]
    public async Task An_object_with_finalizers_goes_when_the_last_of_them_has()
    {
        await using var store = await TestStore.StartAsync();
        await store.PostAsync(TestStore.NodeNetworks, """{"metadata":{"name":"n1","finalizers":["fairlead.io/a","fairlead.io/b"]},"spec":{}}""");
        var (code, going) = await store.DeleteAsync($"{TestStore.NodeNetworks}/n1");
        Assert.Equal(200, code);
        Assert.NotNull(going["metadata"]!["deletionTimestamp"]);
        Assert.Equal(2, (int)going["metadata"]!["generation"]!);
        Assert.Equal(422, (await store.MergeAsync($"{TestStore.NodeNetworks}/n1", """{"metadata":{"finalizers":["fairlead.io/a","fairlead.io/b","fairlead.io/c"]}}""")).Code);

        Assert.Equal(200, (await store.MergeAsync($"{TestStore.NodeNetworks}/n1", """{"metadata":{"finalizers":["fairlead.io/b"]}}""")).Code);
        Assert.Equal(200, (await store.GetAsync($"{TestStore.NodeNetworks}/n1")).Code);
        Assert.Equal(200, (await store.MergeAsync($"{TestStore.NodeNetworks}/n1", """{"metadata":{"finalizers":null}}""")).Code);
        Assert.Equal(404, (await store.GetAsync($"{TestStore.NodeNetworks}/n1")).Code);
    }

    [Fact]
    public async Task A_pod_on_a_node_waits_for_its_kubelet_and_one_without_goes_at_once()
    {
        await using var store = await TestStore.StartAsync();
        const string Body = """{"metadata":{"name":"p"},"spec":{"terminationGracePeriodSeconds":7,"containers":[{"name":"c"}]}}""";
        await store.PostAsync(TestStore.Pods, Body);
        Assert.Equal("Success", (string?)(await store.DeleteAsync($"{TestStore.Pods}/p")).Json["status"]);

        await store.PostAsync(TestStore.Pods, Body);
        Assert.Equal(201, (await store.PostAsync($"{TestStore.Pods}/p/binding", """{"target":{"kind":"Node","name":"n1"}}""")).Code);
        Assert.Equal(409, (await store.PostAsync($"{TestStore.Pods}/p/binding", """{"target":{"kind":"Node","name":"n2"}}""")).Code);
        var (_, going) = await store.DeleteAsync($"{TestStore.Pods}/p");
        Assert.Equal(("n1", 7), ((string?)going["spec"]!["nodeName"], (int)going["metadata"]!["deletionGracePeriodSeconds"]!));
        Assert.Equal(200, (await store.GetAsync($"{TestStore.Pods}/p")).Code);
        Assert.Equal("Success", (string?)(await store.DeleteAsync($"{TestStore.Pods}/p", """{"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":0}""")).Json["status"]);
        Assert.Equal(404, (await store.GetAsync($"{TestStore.Pods}/p")).Code);
    }

    [Fact]
    public async Task Only_the_object_that_is_meant_is_deleted()
    {
        await using var store = await TestStore.StartAsync();
        var (_, born) = await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1"));
        Assert.Equal(409, (await store.DeleteAsync($"{TestStore.NodeNetworks}/n1", """{"preconditions":{"uid":"another"}}""")).Code);
        Assert.Equal(409, (await store.DeleteAsync($"{TestStore.NodeNetworks}/n1", """{"preconditions":{"resourceVersion":"1"}}""")).Code);
        Assert.Equal(200, (await store.DeleteAsync($"{TestStore.NodeNetworks}/n1", $$"""{"preconditions":{"uid":"{{born["metadata"]!["uid"]}}"} }""")).Code);
        Assert.Equal(404, (await store.DeleteAsync($"{TestStore.NodeNetworks}/n1")).Code);
    }

    [Fact]
    public async Task A_namespace_takes_along_what_is_in_it()
    {
        await using var store = await TestStore.StartAsync();
        await store.PostAsync("api/v1/namespaces", """{"metadata":{"name":"x"}}""");
        const string Pods = "api/v1/namespaces/x/pods";
        await store.PostAsync(Pods, """{"metadata":{"name":"free"},"spec":{"containers":[{"name":"c"}]}}""");
        await store.PostAsync(Pods, """{"metadata":{"name":"bound"},"spec":{"nodeName":"n1","containers":[{"name":"c"}]}}""");

        var (_, going) = await store.DeleteAsync("api/v1/namespaces/x");
        Assert.Equal("Terminating", (string?)going["status"]!["phase"]);
        Assert.Equal(403, (await store.PostAsync(Pods, """{"metadata":{"name":"late"},"spec":{"containers":[{"name":"c"}]}}""")).Code);
        Assert.Equal(404, (await store.GetAsync($"{Pods}/free")).Code);
        Assert.Equal(200, (await store.DeleteAsync($"{Pods}/bound?gracePeriodSeconds=0")).Code);
        Assert.Equal(404, (await store.GetAsync("api/v1/namespaces/x")).Code);
        Assert.Equal(404, (await store.PostAsync(Pods, """{"metadata":{"name":"late"},"spec":{"containers":[{"name":"c"}]}}""")).Code);
    }

    [Fact]
    public async Task A_namespace_with_finalizers_goes_when_the_last_of_them_has()
    {
        await using var store = await TestStore.StartAsync();
        await store.PostAsync("api/v1/namespaces", """{"metadata":{"name":"x","finalizers":["a/a","a/b"]}}""");
        Assert.Equal("Terminating", (string?)(await store.DeleteAsync("api/v1/namespaces/x")).Json["status"]!["phase"]);
        Assert.Equal(200, (await store.MergeAsync("api/v1/namespaces/x", """{"metadata":{"finalizers":["a/b"]}}""")).Code);
        var (_, still) = await store.GetAsync("api/v1/namespaces/x");
        Assert.Equal("Terminating", (string?)still["status"]!["phase"]);
        still["metadata"]!["finalizers"] = null;
        Assert.Equal(200, (await store.PutAsync("api/v1/namespaces/x", still)).Code);
        Assert.Equal(404, (await store.GetAsync("api/v1/namespaces/x")).Code);
    }

    [Fact]
    public async Task A_namespace_without_finalizers_waits_for_what_is_in_it()
    {
        await using var store = await TestStore.StartAsync();
        await store.PostAsync("api/v1/namespaces", """{"metadata":{"name":"x","finalizers":["a/a"]}}""");
        await store.PostAsync("api/v1/namespaces/x/pods", """{"metadata":{"name":"p"},"spec":{"nodeName":"n1","containers":[{"name":"c"}]}}""");
        await store.DeleteAsync("api/v1/namespaces/x");
        Assert.Equal(200, (await store.MergeAsync("api/v1/namespaces/x", """{"metadata":{"finalizers":null}}""")).Code);
        Assert.Equal(200, (await store.GetAsync("api/v1/namespaces/x")).Code);
        await store.DeleteAsync("api/v1/namespaces/x/pods/p?gracePeriodSeconds=0");
        Assert.Equal(404, (await store.GetAsync("api/v1/namespaces/x")).Code);
    }

    [Fact]
    public async Task A_collection_is_deleted_as_it_is_selected()
    {
        await using var store = await TestStore.StartAsync();
        foreach (var zone in new[] { "a", "b", "a" })
        {
            await store.PostAsync(TestStore.NodeNetworks, $$"""{"metadata":{"generateName":"n-","labels":{"zone":"{{zone}}"} },"spec":{} }""");
        }

        var (_, gone) = await store.DeleteAsync($"{TestStore.NodeNetworks}?labelSelector=zone%3Da");
        Assert.Equal(2, gone["items"]!.AsArray().Count);
        Assert.Single((await store.GetAsync(TestStore.NodeNetworks)).Json["items"]!.AsArray());
    }
}
