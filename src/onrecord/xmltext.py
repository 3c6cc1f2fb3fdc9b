"""What XML 1.0 can hold."""

import re

#: Characters that XML allows in no form (XML 1.0 §2.2).
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
