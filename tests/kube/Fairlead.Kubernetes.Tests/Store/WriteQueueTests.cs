using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Files;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.State;

namespace Fairlead.Kubernetes.Tests.Store;

public sealed class WriteQueueTests
{
    private static readonly KindCatalog Catalog = KindCatalog.Load();
    private static readonly ObjectKey Key = new("", "x");

    [Fact]
    public async Task What_a_group_that_was_not_kept_had_written_is_no_reason_to_refuse()
    {
        var disk = new Disk();
        var queue = new WriteQueue(StoreState.Empty(Catalog.Kinds.Count), disk, new EventWindow(100, 10_000), TimeProvider.System, (_, _, _) => { });
        // All that is there before the writer begins is one group.
        disk.IsFull = true;
        var creations = new[] { queue.SubmitAsync(Create, false), queue.SubmitAsync(Create, false) };
        queue.Start();
        foreach (var creation in creations)
        {
            Assert.Equal(500, (await Assert.ThrowsAsync<ApiException>(() => creation)).Code);
        }

        disk.IsFull = false;
        Assert.Equal(1, (await queue.SubmitAsync(Create, false)).Version);
        Assert.Equal(409, (await Assert.ThrowsAsync<ApiException>(() => queue.SubmitAsync(Create, false))).Code);
        await queue.StopAsync();
    }

    private static StoredObject Create(WriteScope scope) => scope.Find(Catalog.Namespaces, Key) is null
        ? scope.Put(Catalog.Namespaces, Key, new JsonObject())
        : throw Refusal.AlreadyExists(Catalog.Namespaces, Key.Name);

    private sealed class Disk : IEventLog
    {
        public bool IsFull { get; set; }

        public void Append(IReadOnlyList<StoreEvent> events, IReadOnlyList<StoreEvent> surplus)
        {
            if (IsFull)
            {
                throw new StoreFileException("the disk is full");
            }
        }

        public void Dispose()
        {
        }
    }
}
