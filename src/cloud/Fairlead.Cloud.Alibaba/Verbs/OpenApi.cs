using System.Text.Json;
using Fairlead.Cloud.Alibaba.Answers;
using Fairlead.Cloud.Alibaba.Calls;

namespace Fairlead.Cloud.Alibaba.Verbs;

/// <summary>Calls as the verbs need them.</summary>
internal sealed class OpenApi(CallLoop loop)
{
    /// <summary>Refusals that the cloud itself may have put a state behind which the caller wanted: worth a look.</summary>
    public static bool IsWorthALook(CloudException error) =>
        error.Kind is CloudErrorKind.Conflict or CloudErrorKind.Invalid or CloudErrorKind.NotFound or CloudErrorKind.LimitPerInstance or CloudErrorKind.Unknown;

    /// <summary>It was granted, and the answer does not say what.</summary>
    public static CloudException Incomplete(OpenApiCall call, string reason) =>
        new(CloudErrorKind.Unknown, call.Action, call.Resource, "IncompleteAnswer", reason) { MayBeDone = true };

    /// <param name="look">Of what has no client token: whether it is done.</param>
    public async Task<JsonElement> CallAsync(OpenApiCall call, CancellationToken cancel, OutcomeLook? look = null) =>
        (await loop.RunAsync(call, look, cancel).ConfigureAwait(false)).Fields;

    /// <summary>A whole list, page by page, by the cloud's tokens.</summary>
    /// <param name="size">The parameter that says how long a page may be.</param>
    public async Task<List<JsonElement>> ListAsync(Func<OpenApiCall> ask, string size, int most, string outer, string inner, CancellationToken cancel)
    {
        var items = new List<JsonElement>();
        var token = "";
        do
        {
            var page = await CallAsync(ask().With(size, most).With("NextToken", token), cancel).ConfigureAwait(false);
            items.AddRange(page.List(outer, inner));
            var next = page.Text("NextToken");
            // A token that comes back unchanged would be asked for ever.
            token = next == token ? "" : next;
        }
        while (token.Length > 0);

        return items;
    }
}
