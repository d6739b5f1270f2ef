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
}
