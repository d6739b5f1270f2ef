using Fairlead.Cloud;
using Fairlead.Cloud.Alibaba.Calls;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Gate;

namespace Fairlead.Testing.Cloud;

/// <summary>Calls to the gate; refusals become the contract's, by the provider's own table of codes.</summary>
internal sealed class FakeCalls(CloudGate gate)
{
    // As long as a page of the real thing.
    private const int PageSize = 100;

    private long _requests;

    public async Task<T> AskAsync<T>(CloudCall call, string resource, string vSwitch, CancellationToken cancel)
        where T : CloudReply
    {
        var request = Interlocked.Increment(ref _requests);
        var answer = await gate.CallAsync("fake", call, cancel);
        if (answer.IsLost)
        {
            throw new CloudException(CloudErrorKind.Unavailable, call.Action, resource, "LostAnswer", "no answer came") { MayBeDone = true };
        }

        if (answer.Error is { } error)
        {
            var kind = ErrorCodes.KindOf(error.Code, error.Status);
            throw new CloudException(kind, call.Action, resource, error.Code, error.Message)
            {
                RequestId = $"fake-{request}",
                VSwitch = kind == CloudErrorKind.NoAddresses ? vSwitch : "",
                MayBeDone = error.Status >= 500,
            };
        }

        return (T)answer.Reply!;
    }

    /// <param name="numbered">Lists of the VPC API that know no tokens.</param>
    public async Task<List<T>> ListAsync<T>(Func<PageWish, CloudQuery> ask, CancellationToken cancel, bool numbered = false)
    {
        var items = new List<T>();
        var (number, token) = (1, (string?)null);
        while (true)
        {
            var page = await AskAsync<PageReply<T>>(ask(numbered ? new PageWish(number, 50, null) : new PageWish(null, PageSize, token)), "", "", cancel);
            items.AddRange(page.Items);
            number++;
            token = page.NextToken;
            if (numbered ? items.Count >= page.Total || page.Items.Count == 0 : string.IsNullOrEmpty(token))
            {
                return items;
            }
        }
    }
}
