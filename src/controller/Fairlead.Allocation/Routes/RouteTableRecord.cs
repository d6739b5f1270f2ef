using Fairlead.Cloud;
using Fairlead.Model.Addresses;

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

    public RouteWork Listing { get; } = new();

    /// <summary>A table that is full, or that refuses what is made, still loses what nobody wants: each has its own retry.</summary>
    public RouteWork Removing { get; } = new();

    public RouteWork Making { get; } = new();

    /// <summary>Slices that the cloud does not route, one that overlaps a vSwitch for instance: the others do not wait for them.</summary>
    public Dictionary<Cidr, RouteWork> Refused { get; } = [];

    /// <summary>Entries that it had when the cloud would take no more; null where it never said so, or has taken one since.</summary>
    public int? FullAt { get; set; }

    /// <summary>Of its making, by slice: a repeat of one whose answer was lost bears the same token.</summary>
    public int Attempts { get; set; }

    /// <summary>Why something of it cannot be done; null when all can.</summary>
    public CloudException? Trouble => Making.Trouble ?? Removing.Trouble ?? Listing.Trouble ?? Refused.OrderBy(refused => refused.Key).Select(refused => refused.Value.Trouble).FirstOrDefault(trouble => trouble is not null);
}
