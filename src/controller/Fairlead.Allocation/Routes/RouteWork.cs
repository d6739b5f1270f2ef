using Fairlead.Allocation.Retries;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Routes;

/// <summary>One kind of call for a route table: when it is tried again, and why it failed.</summary>
internal sealed class RouteWork
{
    public Retry Retry { get; } = new();

    /// <summary>Null when all is well. That others are at the same table, or that the cloud is busy, is no trouble.</summary>
    public CloudException? Trouble { get; private set; }

    public void Succeeded()
    {
        Retry.Succeeded();
        Trouble = null;
    }

    public void Failed(AllocationState state, RouteTableRecord table, CloudException error)
    {
        Retry.Failed(state.Options, table.Id, state.Now);
        Trouble = error.IsThrottled || error.IsConflict ? Trouble : error;
        state.Due.Add(DueKind.Routes, "", Retry.NotBefore);
    }
}
