namespace Fairlead.Cloud.Alibaba.Credentials;

/// <summary>Why a file cannot be read, in words for a person.</summary>
internal static class Unreadable
{
    public static string Reason(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it is not there",
        UnauthorizedAccessException => "this user may not read it, or it is a folder",
        _ => "reading fails",
    };
}
