using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Alibaba.Doubts;

/// <summary>A release from before it is sent until it is over.</summary>
internal sealed class PendingRelease(ReleaseDoubts doubts, string id, IReadOnlyList<Cidr> ranges) : IDisposable
{
    public string Id { get; } = id;

    public IReadOnlyList<Cidr> Ranges { get; } = ranges;

    /// <summary>Nothing is assigned to its ENI until it is over.</summary>
    public bool IsAlone { get; set; }

    /// <summary>The cloud has given one of them since: as a release takes all or none, it is done.</summary>
    public bool IsGivenAgain { get; set; }

    /// <summary>No answer came. Ends when nobody else changes the ENI's addresses.</summary>
    public Task AloneAsync(CancellationToken cancel) => doubts.AloneAsync(this).WaitAsync(cancel);

    public void Dispose() => doubts.End(this);
}
