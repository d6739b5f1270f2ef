using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.OpenApi.Replies;

/// <summary>What lists say of themselves, and answers that say next to nothing.</summary>
internal static class PageReplies
{
    public static void Done(ReplyWriter w, CloudCall call, CloudReply reply)
    {
    }

    public static void Fields<T>(ReplyWriter w, PageReply<T> page)
    {
        w.Number("TotalCount"u8, page.Total);
        w.Number("PageNumber"u8, page.Number);
        w.Number("PageSize"u8, page.Size);
        w.Text("NextToken"u8, page.NextToken);
    }
}
