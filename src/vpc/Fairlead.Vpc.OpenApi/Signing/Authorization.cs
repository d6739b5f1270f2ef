namespace Fairlead.Vpc.OpenApi.Signing;

/// <summary>The header of signature version 3: <c>ACS3-HMAC-SHA256 Credential=ID,SignedHeaders=a;b;c,Signature=HEX</c>.</summary>
internal readonly ref struct Authorization
{
    private Authorization(ReadOnlySpan<char> credential, ReadOnlySpan<char> signedHeaders, ReadOnlySpan<char> signature)
    {
        Credential = credential;
        SignedHeaders = signedHeaders;
        Signature = signature;
    }

    public ReadOnlySpan<char> Credential { get; }

    /// <summary>In lower case, joined by semicolons, as the header has them.</summary>
    public ReadOnlySpan<char> SignedHeaders { get; }

    public ReadOnlySpan<char> Signature { get; }

    public bool IsComplete => !Credential.IsEmpty && !SignedHeaders.IsEmpty && !Signature.IsEmpty;

    public static Authorization Read(ReadOnlySpan<char> header)
    {
        ReadOnlySpan<char> credential = default, signedHeaders = default, signature = default;
        header = header[SignatureVersion3.Algorithm.Length..];
        foreach (var range in header.Split(','))
        {
            var part = header[range].Trim();
            credential = After(part, "Credential=", credential);
            signedHeaders = After(part, "SignedHeaders=", signedHeaders);
            signature = After(part, "Signature=", signature);
        }

        return new Authorization(credential, signedHeaders, signature);
    }

    public bool Signs(ReadOnlySpan<char> header)
    {
        foreach (var name in SignedHeaders.Split(';'))
        {
            if (SignedHeaders[name].Equals(header, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> part, ReadOnlySpan<char> name, ReadOnlySpan<char> otherwise) =>
        part.StartsWith(name, StringComparison.Ordinal) ? part[name.Length..] : otherwise;
}
