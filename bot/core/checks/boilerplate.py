"""Lines of a page that are not its article: forms, share bars, notices, credits, captions, teasers."""

from __future__ import annotations

from bot.core.checks.patterns import any_of, compiled

_FORMS = r"""
    leave a (?:reply|comment) | your e-?mail address | required fields | post a comment | have your say
    comments? (?:are|is) (?:closed|moderated) | save my name | log ?in to | sign in to
    create an account | forgot (?:your )?password | notify me of | be the first to comment
    join the (?:conversation|discussion) | thank you for (?:your|reading|registering)
    share your (?:thoughts|story) | get in touch | (?:e-?mail|contact|write to) us\b
"""
_SHARING = r"""
    share (?:this|on|via)
    follow (?:us|him|her|me|\w+ \w+) on (?:twitter|facebook|x\b|instagram|tiktok)
    click (?:here|the|to) | tap here | copy link | scroll down | download (?:the|our) app
    pic\.twitter\.com
    \b(?:facebook|twitter|linkedin|whatsapp|pinterest)\W+(?:facebook|twitter|linkedin|whatsapp|e-?mail)\b
"""
_NOTICES = r"""
    we use cookies | use of cookies | cookie (?:policy|settings|notice|preferences) | privacy policy
    terms (?:of|and) (?:use|service|conditions) | all rights reserved | ©|copyright \d | \(c\) ?\d
    may not be (?:published|reproduced) | enable javascript | your browser | ad ?blocker
    advertis(?:e|ements?) (?:with|here|below) | ^advertisement\b | sponsored (?:by|content)
    this (?:article|story|post|piece|video|content|page) (?:was|is|has been|will be|first|originally|contains)
"""
_TEASERS = r"""
    \bsubscribe (?:to|now|here|today|for)
    sign(?:ing)? up (?:for (?:our|the|free)|to our|now|here|today) | \bnewsletter | free trial
    ^read (?:more|also|next|the full|our|on)\b | \bread more\b | ^see also
    related (?:articles?|coverage|content)|related (?:stories|topics): | more (?:from|on this|stories)\b
    (?:^|\W)(?:watch|read|listen|related|see|photos?|video|exclusive|updated?) ?:
    stay (?:tuned|informed) | latest (?:news|headlines) (?:from|on|in|straight) | breaking news alerts?
    don[’']t miss | find out more | for more (?:information|stories|news|on)\b | ^listen to (?:the|our)
    ^watch (?:the|our|live|more) | story continues | support (?:us\b|our journalism)
    here[’']s what (?:you|to) | what (?:we|you need to) know
"""
_CREDITS = r"""
    contributed to this (?:report|article|story) | \b(?:additional )?reporting by
    ^(?:written|edited|compiled) by | ^editing by | our standards
    associated press (?:writers?|journalists?|reporters?) | reporting for\b
"""
_WHO = r"^(?:[\w.’'-]+ ){1,4}is (?:an? |the )?(?:[\w-]+ ){0,3}"
_AUTHOR = rf"""
    {_WHO}(?:editor|reporter|correspondent)(?:-at-large)? (?:at|for|with)\b
    {_WHO}(?:columnist|producer|writer) (?:at|for|with)\b
"""
_CAPTIONS = r"""
    \bfile (?:photo|picture|image)
    \b(?:photo|image|picture|photograph|credit|source|graphic|caption)s? ?:
    \b(?:photo|image|picture|photograph)s? (?:by|credit|caption|courtesy) | getty images | shutterstock
    \(ap photo | ap photo/ | /(?:reuters|afp|ap|getty|epa|pa)\b | reuters/ | \bepa/ | \bafp/
    \b(?:is|are) (?:pictured|shown|seen)\b | ^(?:pictured|above|below|left|right)\b[:,] | ^image\b
    ^(?:\w+ )?(?:shot|view|portrait|photograph|picture) of\b
    \bin this (?:\w+ ){0,5}(?:photo|image|picture|handout)
"""
_ADDRESSES = r"""
    https?:// | \bwww\. | \b[\w.-]+@[\w-]+\.\w+ | (?:^|\s)[@#]\w+
"""

_BOILERPLATE = compiled(
    any_of(_FORMS, _SHARING, _NOTICES, _TEASERS, _CREDITS, _AUTHOR, _CAPTIONS, _ADDRESSES)
)


def boilerplate(sentence: str) -> bool:
    """Whether the line belongs to the page around the article, or to its pictures."""
    return _BOILERPLATE.search(sentence) is not None
