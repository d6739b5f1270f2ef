using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.Gate;

/// <summary>What a caller gets to see.</summary>
/// <param name="Reply">Null where it failed, or where the answer is lost.</param>
/// <param name="IsLost">There is no answer: the connection is to be closed, whatever was done.</param>
public readonly record struct CloudAnswer(CloudReply? Reply, CloudError? Error, bool IsLost = false)
{
    public static CloudAnswer Lost => new(null, null, true);
}
