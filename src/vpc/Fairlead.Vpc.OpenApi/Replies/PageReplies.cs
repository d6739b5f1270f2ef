using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.OpenApi.Replies;

/// <summary>What lists say of themselves, and answers that say next to nothing.</summary>
internal static class PageReplies
{
    public static void Done(ReplyWriter w, CloudCall call, CloudReply reply)
    {
    }

    /// <summary>ECS: by number or by token.</summary>
    public static void Fields<T>(ReplyWriter w, PageReply<T> page)
    {
        Numbers(w, page);
        w.Text("NextToken"u8, page.NextToken);
    }

    /// <summary>VPC: by number only.</summary>
    public static void Numbers<T>(ReplyWriter w, PageReply<T> page)
    {
        w.Number("TotalCount"u8, page.Total);
        w.Number("PageNumber"u8, page.Number);
        w.Number("PageSize"u8, page.Size);
    }
}
