namespace Fairlead.Cloud.Alibaba.Calls;

/// <summary>Error codes come from outside, and go into messages and metrics.</summary>
internal static class CodeText
{
    private const int Longest = 64;

    /// <returns>The code, or <c>Unreadable</c> where it is none: letters, digits, dots, dashes and underlines, 64 at most.</returns>
    public static string Clean(string code) =>
        code.Length is > 0 and <= Longest && code.All(octet => char.IsAsciiLetterOrDigit(octet) || octet is '.' or '-' or '_') ? code : "Unreadable";
}
