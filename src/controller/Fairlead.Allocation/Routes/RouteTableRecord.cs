using Fairlead.Allocation.Retries;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Routes;

/// <summary>A route table of the VPC, as last listed and changed since.</summary>
internal sealed class RouteTableRecord(string id)
{
    public string Id { get; } = id;

    /// <summary>Null until it has been listed.</summary>
    public List<CloudRoute>? Entries { get; set; }

    /// <summary>A call is out: entries of one table are written one after the other.</summary>
    public bool IsBusy { get; set; }

    public bool IsListing { get; set; }

    /// <summary>What is known of it is to be asked for again before anything is done.</summary>
    public bool IsStale { get; set; } = true;

    /// <summary>Ids of entries of ours that nobody wants.</summary>
    public IReadOnlyList<string> Unwanted { get; set; } = [];

    public Retry Retry { get; } = new();

    /// <summary>Of its making, by slice: a repeat of one whose answer was lost bears the same token.</summary>
    public int Attempts { get; set; }
}
